import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import { positive } from "./positive.js"
import { checkTrained, type Trained } from "./trained.js"

/**
 * A membrane that sums its input and never spikes, for the read-out:
 *
 *   u(t) = exp(-dt/tauMembrane) u(t-1) + input(t)
 *
 * What is read off it is its largest value (the first such step takes the gradient), its mean over the window, or each step: then the
 * cross-entropy is a mean over the steps, and the mean decides.
 */
export interface LeakyIntegrator {
  readonly kind: "leakyIntegrator"
  /** (ms) */
  readonly tauMembrane: number
  readonly read: Reading
  /** Training moves the time constant: one for all neurons, or one each (fixed where not given). */
  readonly trainTau?: Trained
}

export const readings = ["maximum", "mean", "steps"] as const
export type Reading = (typeof readings)[number]

/**
 * A read-out neuron without spikes; see {@link LeakyIntegrator} for its equation.
 *
 * @throws RangeError when the time constant is not above 0, or it is unknown what is to be read
 */
export function leakyIntegrator(options: Partial<Omit<LeakyIntegrator, "kind">> = {}): LeakyIntegrator {
  const neuron: LeakyIntegrator = { kind: "leakyIntegrator", tauMembrane: 20, read: "maximum", ...options }
  checkOptions("leakyIntegrator", neuron, {
    kind: true,
    tauMembrane: true,
    read: true,
    trainTau: true,
  })
  oneOf("leakyIntegrator: read", neuron.read, readings)
  checkTrained("leakyIntegrator: trainTau", neuron.trainTau)
  positive("leakyIntegrator", { tauMembrane: neuron.tauMembrane })
  return neuron
}
