import type { Tensor } from "@tensorflow/tfjs"
import type { Reset } from "../../network/index.js"
import type { TensorFlow } from "./load.js"

/**
 * What a spike leaves of the membrane potential.
 *
 * @returns a function of potentials and spikes
 */
export function afterSpike(tf: TensorFlow, reset: Reset, threshold: number): (u: Tensor, s: Tensor) => Tensor {
  return {
    hard: (u: Tensor, s: Tensor) => u.mul(tf.sub(1, s)) as Tensor,
    soft: (u: Tensor, s: Tensor) => u.sub(s.mul(threshold)) as Tensor,
    none: (u: Tensor) => u,
  }[reset]
}
