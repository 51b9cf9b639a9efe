import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import { fastSigmoid, type Surrogate } from "../surrogate.js"
import { positive } from "./positive.js"
import { checkResetGradient, type Reset, resets } from "./reset.js"
import { checkTrained, type Trained } from "./trained.js"

/**
 * Leaky integrate-and-fire with a synaptic current:
 *
 *   i(t) = exp(-dt/tauSynapse) i(t-1) + input(t);  u(t) = exp(-dt/tauMembrane) u(t-1) + i(t)
 *
 * spike where u >= threshold; then, at the next step, u(t-1) is taken as 0 (hard reset), less the threshold (soft) or as it is (none).
 * The gradient passes the decay, and the reset by the share `resetGradient`.
 */
export interface CubaLif {
  readonly kind: "cubaLif"
  readonly threshold: number
  /** (ms) */
  readonly tauMembrane: number
  /** (ms) */
  readonly tauSynapse: number
  readonly reset: Reset
  /** Share of the gradient that passes the reset to the spike that caused it, 0 (where not given) to 1. */
  readonly resetGradient?: number
  /** Training moves the time constants: one for all neurons, or one each (fixed where not given). */
  readonly trainTau?: Trained
  readonly surrogate: Surrogate
}

/**
 * A leaky integrate-and-fire neuron with synaptic current; see {@link CubaLif} for its equations.
 *
 * @throws RangeError when a time constant or the threshold is not above 0, or the reset is unknown
 */
export function cubaLif(options: Partial<Omit<CubaLif, "kind">> = {}): CubaLif {
  const neuron: CubaLif = {
    kind: "cubaLif",
    threshold: 1,
    tauMembrane: 20,
    tauSynapse: 10,
    reset: "hard",
    surrogate: fastSigmoid(10),
    ...options,
  }
  checkOptions("cubaLif", neuron, {
    kind: true,
    tauMembrane: true,
    tauSynapse: true,
    threshold: true,
    reset: true,
    resetGradient: true,
    trainTau: true,
    surrogate: true,
  })
  oneOf("reset", neuron.reset, resets)
  checkTrained("cubaLif: trainTau", neuron.trainTau)
  checkResetGradient("cubaLif", neuron.resetGradient)
  const { threshold, tauMembrane, tauSynapse } = neuron
  positive("cubaLif", { threshold, tauMembrane, tauSynapse })
  return neuron
}
