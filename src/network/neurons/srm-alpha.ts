import { checkOptions } from "../../known-options.js"
import { fastSigmoid, type Surrogate } from "../surrogate.js"
import { positive } from "./positive.js"
import { type PspFilter, pspFilter } from "./psp-filter.js"
import { checkTrained, type Trained } from "./trained.js"

/**
 * SLAYER's spike response model with alpha kernels. With e(t; tau) = t/tau exp(1 - t/tau):
 *
 *   u(t) = sum over inputs of w e(t - t_in; tau) - refractoryScale * threshold * sum over own spikes of e(t - t_out; tauRefractory)
 *
 * or, with a filter, its taps in place of the input's e. A spike falls where u >= threshold. The gradient passes the input's kernel, not the
 * refractory response (as in SLAYER), whose time constant is never trained for this reason.
 */
export interface SrmAlpha {
  readonly kind: "srmAlpha"
  readonly threshold: number
  /** Time constant of the input's alpha kernel (ms; undefined: one step of the data). */
  readonly tau?: number
  /** Time constant of the refractory response (ms; undefined: two steps of the data). */
  readonly tauRefractory?: number
  /** Training moves `tau`: one for all neurons, or one each (fixed where not given). */
  readonly trainTau?: Trained
  /** The response to an input spike as a filter (trained, where wished) instead of the alpha kernel. */
  readonly psp?: PspFilter
  readonly refractoryScale: number
  /** Cut kernels where they fall under 1 %, as SLAYER does. */
  readonly cut: boolean
  readonly surrogate: Surrogate
}

/**
 * A spike-response neuron; see {@link SrmAlpha} for its equations.
 *
 * @throws RangeError when a time constant or the threshold is not above 0, or a tau is to be trained that a filter or a cut kernel leaves no use for
 */
export function srmAlpha(options: Partial<Omit<SrmAlpha, "kind">> = {}): SrmAlpha {
  const neuron: SrmAlpha = {
    kind: "srmAlpha",
    threshold: 1,
    refractoryScale: 0.5,
    cut: false,
    surrogate: fastSigmoid(2),
    ...options,
  }
  checkOptions("srmAlpha", neuron, {
    kind: true,
    threshold: true,
    tau: true,
    tauRefractory: true,
    trainTau: true,
    psp: true,
    refractoryScale: true,
    cut: true,
    surrogate: true,
  })
  if (neuron.psp) pspFilter(neuron.psp)
  positive("srmAlpha", { threshold: neuron.threshold, tau: neuron.tau, tauRefractory: neuron.tauRefractory })
  checkTrained("srmAlpha: trainTau", neuron.trainTau)
  if (neuron.trainTau && (neuron.psp || neuron.cut)) {
    throw new RangeError(
      `srmAlpha: trainTau moves the alpha kernel of the input, and ${neuron.psp ? "a filter takes its place" : "cut lets its length depend on tau"}; leave out ${neuron.psp ? "one of the two" : "cut"}.`,
    )
  }
  return neuron
}
