import type { Tensor } from "@tensorflow/tfjs"
import type { AdaptiveLif } from "../../network/index.js"
import { leftOf, rest, type Value } from "./constants.js"
import type { Step } from "./dynamics.js"
import type { TensorFlow } from "./load.js"
import { afterSpike } from "./reset.js"
import { detach, spikeFunction } from "./spike.js"

/**
 * Adaptive leaky integrate-and-fire, with a = exp(-dt/tauMembrane), b = exp(-dt/tauAdaptation):
 *
 *   u(t) = a v(t-1) + input(t) - (1 - a) w(t-1)    (the last term where it adapts by a current)
 *   s(t) = u(t) >= threshold                       (threshold + w(t-1) where it adapts its threshold)
 *   v(t) = u(t) (1 - s(t)) hard | u(t) - threshold s(t) soft | u(t) none
 *   w(t) = b w(t-1) + (1 - b) coupling v(t) + jump s(t)
 *
 * s is detached in the reset only, but for the share of its gradient that is to pass it: the gradient passes the jump whole.
 */
export function adaptiveLifStep(tf: TensorFlow, neuron: AdaptiveLif, dt: number, taus: readonly Value[]): Step {
  const { adapts, coupling, jump, threshold } = neuron
  const [a, b] = taus.map((tau) => leftOf(tf, tau, dt))
  const growth = typeof b === "number" ? (1 - b) * coupling : tf.sub(1, b).mul(coupling)
  const spike = spikeFunction(tf, threshold, neuron.surrogate)
  const reset = afterSpike(tf, neuron.reset, threshold)
  let v: Tensor | undefined
  let w: Tensor | undefined
  return (current) => {
    let u: Tensor = v ? v.mul(a).add(current) : current
    if (w && adapts === "current") u = u.sub(w.mul(rest(tf, a)))
    const s = spike(w && adapts === "threshold" ? u.sub(w) : u)
    v = reset(u, detach(tf, s, neuron.resetGradient))
    const grown = v.mul(growth).add(s.mul(jump))
    w = w ? w.mul(b).add(grown) : grown
    return s
  }
}
