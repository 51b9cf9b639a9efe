import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import { fastSigmoid, type Surrogate } from "../surrogate.js"
import { positive } from "./positive.js"
import { checkResetGradient, type Reset, resets } from "./reset.js"
import { checkTrained, type Trained } from "./trained.js"

/**
 * Leaky integrate-and-fire, the membrane alone:
 *
 *   u(t) = exp(-dt/tauMembrane) u(t-1) + input(t)
 *
 * spike where u >= threshold; then, at the next step, u(t-1) is taken as 0 (hard reset), less the threshold (soft) or as it is (none).
 * The gradient passes the decay, and the reset by the share `resetGradient`.
 */
export interface Lif {
  readonly kind: "lif"
  readonly threshold: number
  /** (ms) */
  readonly tauMembrane: number
  readonly reset: Reset
  /** Share of the gradient that passes the reset to the spike that caused it, 0 (where not given) to 1. */
  readonly resetGradient?: number
  /** Training moves the time constants: one for all neurons, or one each (fixed where not given). */
  readonly trainTau?: Trained
  readonly surrogate: Surrogate
}

/**
 * A leaky integrate-and-fire neuron without synaptic current; see {@link Lif} for its equations.
 *
 * @throws RangeError when the time constant or the threshold is not above 0, or the reset is unknown
 */
export function lif(options: Partial<Omit<Lif, "kind">> = {}): Lif {
  const neuron: Lif = {
    kind: "lif",
    threshold: 1,
    tauMembrane: 20,
    reset: "hard",
    surrogate: fastSigmoid(10),
    ...options,
  }
  checkOptions("lif", neuron, {
    kind: true,
    tauMembrane: true,
    threshold: true,
    reset: true,
    resetGradient: true,
    trainTau: true,
    surrogate: true,
  })
  oneOf("reset", neuron.reset, resets)
  checkTrained("lif: trainTau", neuron.trainTau)
  checkResetGradient("lif", neuron.resetGradient)
  positive("lif", { threshold: neuron.threshold, tauMembrane: neuron.tauMembrane })
  return neuron
}
