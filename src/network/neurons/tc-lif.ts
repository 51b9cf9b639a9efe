import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import { type Surrogate, surrogate } from "../surrogate.js"
import { positive } from "./positive.js"
import { checkResetGradient, type Reset, resets } from "./reset.js"
import { checkTrained, type Trained } from "./trained.js"

/**
 * Two-compartment leaky integrate-and-fire, TC-LIF (Zhang et al. 2024, "TC-LIF: A Two-Compartment Spiking Neuron Model for Long-Term
 * Sequential Modelling"): a dendrite d that receives the input, and a soma u that spikes. Each pulls the other, so that the neuron has a
 * memory without a leak. With d' and u' what a spike leaves of them:
 *
 *   d(t) = d'(t-1) - beta1 u'(t-1) + input(t)
 *   u(t) = u'(t-1) + beta2 d(t)
 *   s(t) = u(t) >= threshold
 *   d'(t) = d(t) - gamma s(t);  u'(t) = u(t) - threshold s(t) soft | u(t) (1 - s(t)) hard | u(t) none
 *
 * beta1 and beta2 lie between 0 and 1: the paper has them as sigmoids of two numbers that are trained, one pair a layer, and writes beta1 with
 * its sign (-sigmoid). That the dendrite sees the soma after its reset is as in the authors' programs. All is per step of the data: the
 * equations have no time constant. The gradient passes both couplings, and resets (of soma and dendrite) by the share `resetGradient`;
 * the authors let all of it pass, and train the betas: `tcLif({ resetGradient: 1, trainBeta: "shared" })`.
 */
export interface TcLif {
  readonly kind: "tcLif"
  readonly threshold: number
  /** How much of the soma the dendrite loses in a step, 0 to 1. */
  readonly beta1: number
  /** How much of the dendrite the soma gains in a step, 0 to 1. */
  readonly beta2: number
  /** What a spike takes from the dendrite. */
  readonly gamma: number
  /** Of the soma. */
  readonly reset: Reset
  /** Share of the gradient that passes the reset to the spike that caused it, 0 (where not given) to 1. */
  readonly resetGradient?: number
  /** Training moves the betas: a pair for all neurons, or one each (fixed where not given). */
  readonly trainBeta?: Trained
  readonly surrogate: Surrogate
}

/**
 * A neuron of two compartments; see {@link TcLif} for its equations. Betas and gamma are the authors' unless given (0.5), the surrogate their
 * triangle of width 1.
 *
 * @throws RangeError when a beta lies outside of 0 to 1, gamma is negative, the threshold is not above 0, or a name is unknown
 */
export function tcLif(options: Partial<Omit<TcLif, "kind">> = {}): TcLif {
  const neuron: TcLif = {
    kind: "tcLif",
    threshold: 1,
    beta1: 0.5,
    beta2: 0.5,
    gamma: 0.5,
    reset: "soft",
    surrogate: surrogate("triangle"),
    ...options,
  }
  checkOptions("tcLif", neuron, {
    kind: true,
    threshold: true,
    beta1: true,
    beta2: true,
    gamma: true,
    reset: true,
    resetGradient: true,
    trainBeta: true,
    surrogate: true,
  })
  const { threshold, beta1, beta2, gamma } = neuron
  oneOf("reset", neuron.reset, resets)
  checkTrained("tcLif: trainBeta", neuron.trainBeta)
  checkResetGradient("tcLif", neuron.resetGradient)
  positive("tcLif", { threshold })
  for (const [name, value] of Object.entries({ beta1, beta2 })) {
    if (!(value > 0 && value < 1)) throw new RangeError(`tcLif: ${name} is ${value}; give a number between 0 and 1.`)
  }
  if (!(gamma >= 0 && Number.isFinite(gamma))) {
    throw new RangeError(`tcLif: gamma is ${gamma}; give a number of 0 or more.`)
  }
  return neuron
}
