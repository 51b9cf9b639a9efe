import { fastSigmoid, type Surrogate } from "../surrogate.js"
import { positive } from "./positive.js"
import type { PspFilter } from "./psp-filter.js"

/**
 * SLAYER's spike response model with alpha kernels. With e(t; tau) = t/tau exp(1 - t/tau):
 *
 *   u(t) = sum over inputs of w e(t - t_in; tau) - refractoryScale * threshold * sum over own spikes of e(t - t_out; tauRefractory)
 *
 * or, with a filter, its taps in place of the input's e. A spike falls where u >= threshold. The gradient passes the input's kernel, not the refractory response (as in SLAYER).
 */
export interface SrmAlpha {
  readonly kind: "srmAlpha"
  readonly threshold: number
  /** Time constant of the input's alpha kernel (ms; undefined: one step of the data). */
  readonly tau?: number
  /** Time constant of the refractory response (ms; undefined: two steps of the data). */
  readonly tauRefractory?: number
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
 * @throws RangeError when a time constant or the threshold is not above 0
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
  positive("srmAlpha", { threshold: neuron.threshold, tau: neuron.tau, tauRefractory: neuron.tauRefractory })
  return neuron
}
