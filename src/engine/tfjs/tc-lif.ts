import type { Tensor } from "@tensorflow/tfjs"
import type { TcLif } from "../../network/index.js"
import type { Value } from "./constants.js"
import type { Step } from "./dynamics.js"
import type { TensorFlow } from "./load.js"
import { afterSpike } from "./reset.js"
import { detach, spikeFunction } from "./spike.js"

/**
 * Two-compartment leaky integrate-and-fire:
 *
 *   d(t) = d'(t-1) - beta1 u'(t-1) + input(t)
 *   u(t) = u'(t-1) + beta2 d(t),  s(t) = u(t) >= threshold
 *   d'(t) = d(t) - gamma s(t);  u'(t) = u(t) - threshold s(t) soft | u(t) (1 - s(t)) hard | u(t) none
 *
 * s is detached in the last line but for the share of its gradient that is to pass the reset.
 */
export function tcLifStep(tf: TensorFlow, neuron: TcLif, [beta1, beta2]: readonly Value[]): Step {
  const spike = spikeFunction(tf, neuron.threshold, neuron.surrogate)
  const reset = afterSpike(tf, neuron.reset, neuron.threshold)
  let d: Tensor | undefined
  let u: Tensor | undefined
  return (current) => {
    d = d && u ? d.sub(u.mul(beta1)).add(current) : current
    const raised: Tensor = u ? u.add(d.mul(beta2)) : d.mul(beta2)
    const s = spike(raised)
    const spent = detach(tf, s, neuron.resetGradient)
    d = d.sub(spent.mul(neuron.gamma))
    u = reset(raised, spent)
    return s
  }
}
