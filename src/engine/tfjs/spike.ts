import type { Tensor } from "@tensorflow/tfjs"
import type { Surrogate, SurrogateKind } from "../../network/index.js"
import type { TensorFlow } from "./load.js"

type Shape = (tf: TensorFlow, x: Tensor) => Tensor

/** Surrogate derivatives, 1 at x = 0; the table of `Surrogate` in tensors. */
const shapes: Readonly<Record<SurrogateKind, Shape>> = {
  exponential: (_, x) => x.abs().neg().exp(),
  fastSigmoid: (_, x) => x.abs().add(1).square().reciprocal(),
  arctangent: (_, x) =>
    x
      .mul(Math.PI / 2)
      .square()
      .add(1)
      .reciprocal(),
  triangle: (tf, x) => tf.relu(tf.sub(1, x.abs())),
  sigmoid: (tf, x) => x.sigmoid().mul(tf.sub(1, x.sigmoid())).mul(4),
  rectangle: (_, x) => x.abs().less(1).toFloat(),
  straightThrough: (tf, x) => tf.onesLike(x),
}

/**
 * A spike (1) where the membrane potential is at or above the threshold, else 0;
 * backward, the surrogate takes the place of the derivative.
 *
 * @returns a function of the membrane potentials, of any shape
 */
export function spikeFunction(tf: TensorFlow, threshold: number, surrogate: Surrogate): (u: Tensor) => Tensor {
  const { kind, scale, width } = surrogate
  return tf.customGrad((u, save) => {
    ;(save as (tensors: Tensor[]) => void)([u as Tensor])
    return {
      value: (u as Tensor).greaterEqual(threshold).toFloat(),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => dy.mul(shapes[kind](tf, saved.sub(threshold).div(width)).mul(scale)),
    }
  })
}

/** The same values, through which a share of the gradient passes (0: none). */
export function detach(tf: TensorFlow, x: Tensor, passes = 0): Tensor {
  return tf.customGrad((values) => ({
    value: (values as Tensor).clone(),
    gradFunc: (dy: Tensor) => dy.mul(passes),
  }))(x)
}
