import type { Tensor, Tensor1D, Tensor3D } from "@tensorflow/tfjs"
import type { DelayGradient } from "../../network/index.js"
import type { TensorFlow } from "./load.js"

/**
 * Axonal delays: each neuron's spikes arrive floor(delay) steps later; what would arrive past the window is lost.
 * With s the delayed spikes and g the gradient with respect to them, SLAYER's gradients are
 *
 *   d loss / d delay = sum over samples and t of s(t) (g(t) - g(t-1)), g(-1) = 0
 *       or, by interpolation, of s(t) (g(t+1) - g(t)), g(steps) = 0
 *   d loss / d spikes(t) = g(t + floor(delay)), 0 past the window
 *
 * @param spikes samples x steps x neurons
 * @param delaySteps neurons
 */
export function delayed(tf: TensorFlow, spikes: Tensor3D, delaySteps: Tensor1D, gradient?: DelayGradient): Tensor3D {
  return tf.customGrad((x, delays, save) => {
    const whole = tf.floor(delays as Tensor1D).dataSync()
    const value = shift(tf, x as Tensor3D, (n) => whole[n])
    ;(save as (tensors: Tensor[]) => void)([value])
    const gradFunc = (g: Tensor3D, [s]: Tensor[]) => [
      shift(tf, g, (n) => -whole[n]),
      s.mul(gradient === "interpolation" ? shift(tf, g, () => -1).sub(g) : g.sub(shift(tf, g, () => 1))).sum([0, 1]),
    ]
    return { value, gradFunc }
  })(spikes, delaySteps) as Tensor3D
}

/** Moves every neuron's row by its own number of steps; zeros come in at the end. */
function shift(tf: TensorFlow, x: Tensor3D, by: (neuron: number) => number): Tensor3D {
  const [samples, steps, neurons] = x.shape
  const zero = steps * neurons
  const from = Int32Array.from({ length: zero }, (_, place) => {
    const neuron = place % neurons
    const t = (place - neuron) / neurons - by(neuron)
    return t >= 0 && t < steps ? t * neurons + neuron : zero
  })
  return tf.tidy(() => {
    const padded = tf.pad(x.reshape([samples, zero]), [[0, 0], [0, 1]]) // biome-ignore format: one pair an axis
    return padded.gather(tf.tensor1d(from, "int32"), 1).reshape([samples, steps, neurons])
  })
}
