import type { Tensor } from "@tensorflow/tfjs"
import type { Lif } from "../../network/index.js"
import { leftOf, type Value } from "./constants.js"
import type { Step } from "./dynamics.js"
import type { TensorFlow } from "./load.js"
import { afterSpike } from "./reset.js"
import { detach, spikeFunction } from "./spike.js"

/**
 * Leaky integrate-and-fire, with a = exp(-dt/tauMembrane):
 *
 *   u(t) = a v(t-1) + input(t),  s(t) = u(t) >= threshold
 *   v(t) = u(t) (1 - s(t)) hard | u(t) - threshold s(t) soft | u(t) none
 *
 * s is detached in the last line but for the share of its gradient that is to pass the reset.
 */
export function lifStep(tf: TensorFlow, neuron: Lif, dt: number, [tau]: readonly Value[]): Step {
  const a = leftOf(tf, tau, dt)
  const spike = spikeFunction(tf, neuron.threshold, neuron.surrogate)
  const reset = afterSpike(tf, neuron.reset, neuron.threshold)
  let v: Tensor | undefined
  return (current) => {
    const u: Tensor = v ? v.mul(a).add(current) : current
    const s = spike(u)
    v = reset(u, detach(tf, s, neuron.resetGradient))
    return s
  }
}
