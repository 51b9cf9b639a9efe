import type { Tensor } from "@tensorflow/tfjs"
import type { CubaLif } from "../../network/index.js"
import { leftOf, type Value } from "./constants.js"
import type { Step } from "./dynamics.js"
import type { TensorFlow } from "./load.js"
import { afterSpike } from "./reset.js"
import { detach, spikeFunction } from "./spike.js"

/**
 * Leaky integrate-and-fire with a synaptic current, with a = exp(-dt/tauMembrane), b = exp(-dt/tauSynapse):
 *
 *   i(t) = b i(t-1) + input(t)
 *   u(t) = a v(t-1) + i(t),  s(t) = u(t) >= threshold
 *   v(t) = u(t) (1 - s(t)) hard | u(t) - threshold s(t) soft | u(t) none
 *
 * s is detached in the last line but for the share of its gradient that is to pass the reset.
 */
export function cubaLifStep(tf: TensorFlow, neuron: CubaLif, dt: number, taus: readonly Value[]): Step {
  const [a, b] = taus.map((tau) => leftOf(tf, tau, dt))
  const spike = spikeFunction(tf, neuron.threshold, neuron.surrogate)
  const reset = afterSpike(tf, neuron.reset, neuron.threshold)
  let i: Tensor | undefined
  let v: Tensor | undefined
  return (current) => {
    i = i ? i.mul(b).add(current) : current
    const u: Tensor = v ? v.mul(a).add(i) : i
    const s = spike(u)
    v = reset(u, detach(tf, s, neuron.resetGradient))
    return s
  }
}
