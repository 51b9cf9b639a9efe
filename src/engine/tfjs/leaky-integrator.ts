import type { Tensor } from "@tensorflow/tfjs"
import { leftOf, type Value } from "./constants.js"
import type { Step } from "./dynamics.js"
import type { TensorFlow } from "./load.js"

/** u(t) = exp(-dt/tauMembrane) u(t-1) + input(t); it gives u(t), for there are no spikes. */
export function leakyIntegratorStep(tf: TensorFlow, dt: number, [tau]: readonly Value[]): Step {
  const a = leftOf(tf, tau, dt)
  let u: Tensor | undefined
  return (current) => {
    u = u ? u.mul(a).add(current) : current
    return u as Tensor
  }
}
