import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import { fastSigmoid, type Surrogate } from "../surrogate.js"
import { positive } from "./positive.js"
import { checkResetGradient, type Reset, resets } from "./reset.js"
import { checkTrained, type Trained } from "./trained.js"

/**
 * Leaky integrate-and-fire that adapts. With a = exp(-dt/tauMembrane) and b = exp(-dt/tauAdaptation):
 *
 *   u(t) = a v(t-1) + input(t) - (1 - a) w(t-1)    the last term only where it adapts by a current
 *   s(t) = u(t) >= threshold                       threshold + w(t-1) where it adapts its threshold
 *   v(t) = u(t) (1 - s(t)) hard | u(t) - threshold s(t) soft | u(t) none
 *   w(t) = b w(t-1) + (1 - b) coupling v(t) + jump s(t)
 *
 * w follows the membrane of the same step (symplectic Euler; Baronig et al. 2024), which keeps its slow oscillation stable at any
 * length of step. The gradient passes membrane and adaptation, also the jump that a spike makes (by the surrogate), and the reset by the share
 * `resetGradient`.
 */
export interface AdaptiveLif {
  readonly kind: "adaptiveLif"
  readonly threshold: number
  /** (ms) */
  readonly tauMembrane: number
  /** (ms) */
  readonly tauAdaptation: number
  /** What w acts on: the membrane as an outward current, or the threshold. */
  readonly adapts: Adapts
  /** Where w tends to, per unit of the membrane potential. */
  readonly coupling: number
  /** What a spike adds to w. */
  readonly jump: number
  readonly reset: Reset
  /** Share of the gradient that passes the reset to the spike that caused it, 0 (where not given) to 1. */
  readonly resetGradient?: number
  /** Training moves the time constants: one for all neurons, or one each (fixed where not given). */
  readonly trainTau?: Trained
  readonly surrogate: Surrogate
}

export const adaptations = ["current", "threshold"] as const
export type Adapts = (typeof adaptations)[number]

/**
 * An adaptive leaky integrate-and-fire neuron; see {@link AdaptiveLif} for its equations.
 *
 * @param options where it adapts by a current, `coupling` is 0.5 and `jump` 0.1 unless given; where by its threshold, 0 and 0.2
 * @throws RangeError when a time constant or the threshold is not above 0, coupling or jump is negative, or a name is unknown
 */
export function adaptiveLif(options: Partial<Omit<AdaptiveLif, "kind">> = {}): AdaptiveLif {
  const { adapts = "current" } = options
  const neuron: AdaptiveLif = {
    kind: "adaptiveLif",
    threshold: 1,
    tauMembrane: 20,
    tauAdaptation: 100,
    adapts,
    coupling: adapts === "current" ? 0.5 : 0,
    jump: adapts === "current" ? 0.1 : 0.2,
    reset: "hard",
    surrogate: fastSigmoid(10),
    ...options,
  }
  checkOptions("adaptiveLif", neuron, {
    kind: true,
    tauMembrane: true,
    tauAdaptation: true,
    adapts: true,
    coupling: true,
    jump: true,
    threshold: true,
    reset: true,
    resetGradient: true,
    trainTau: true,
    surrogate: true,
  })
  oneOf("reset", neuron.reset, resets)
  checkTrained("adaptiveLif: trainTau", neuron.trainTau)
  checkResetGradient("adaptiveLif", neuron.resetGradient)
  oneOf("adaptiveLif: adapts", neuron.adapts, adaptations)
  const { threshold, tauMembrane, tauAdaptation, coupling, jump } = neuron
  positive("adaptiveLif", { threshold, tauMembrane, tauAdaptation })
  for (const [name, value] of Object.entries({ coupling, jump })) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw new RangeError(`adaptiveLif: ${name} is ${value}; give a number of 0 or more.`)
    }
  }
  return neuron
}
