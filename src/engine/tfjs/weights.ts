import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import type { TensorFlow } from "./load.js"

/**
 * Weights as they act: gain * direction / |direction| for each target, or as they are where there are no gains.
 *
 * @param weights targets x sources
 * @param gains targets
 */
export function effective(weights: Tensor2D, gains?: Tensor1D): Tensor2D {
  if (!gains) return weights
  const length = weights.square().sum(1, true).sqrt()
  return weights.div(length).mul(gains.expandDims(1))
}

/**
 * Input current of every target at every step: x times the weights' transpose.
 * Its own gradient, because the wasm backend multiplies by transposed matrices slowly.
 *
 * @param x spikes; samples x steps x sources
 * @param weights targets x sources
 * @returns samples x steps x targets
 */
export function currents(tf: TensorFlow, x: Tensor3D, weights: Tensor2D): Tensor3D {
  const [samples, steps, sources] = x.shape
  const product = tf.customGrad((rows, w, save) => {
    ;(save as (tensors: Tensor[]) => void)([rows as Tensor, w as Tensor])
    return {
      value: (rows as Tensor2D).matMul((w as Tensor2D).transpose()),
      gradFunc: (g: Tensor, [r, v]: Tensor[]) => [g.matMul(v), g.transpose().matMul(r)],
    }
  })
  return product(x.reshape([samples * steps, sources]), weights).reshape([samples, steps, -1])
}
