import { oneOf } from "./did-you-mean.js"
import { fastSigmoid, type Surrogate } from "./surrogate.js"

/**
 * SLAYER's spike response model with alpha kernels. With e(t; tau) = t/tau exp(1 - t/tau):
 *
 *   u(t) = sum over inputs of w e(t - t_in; tau) - refractoryScale * threshold * sum over own spikes of e(t - t_out; tauRefractory)
 *
 * A spike falls where u >= threshold. The gradient passes the alpha kernel, not the refractory response (as in SLAYER).
 */
export interface SrmAlpha {
  readonly kind: "srmAlpha"
  readonly threshold: number
  /** Time constant of the input's alpha kernel (ms; undefined: one step of the data). */
  readonly tau?: number
  /** Time constant of the refractory response (ms; undefined: two steps of the data). */
  readonly tauRefractory?: number
  readonly refractoryScale: number
  /** Cut kernels where they fall under 1 %, as SLAYER does. */
  readonly cut: boolean
  readonly surrogate: Surrogate
}

/**
 * Leaky integrate-and-fire with a synaptic current:
 *
 *   i(t) = exp(-dt/tauSynapse) i(t-1) + input(t);  u(t) = exp(-dt/tauMembrane) u(t-1) + i(t)
 *
 * spike where u >= threshold; then, at the next step, u(t-1) is taken as 0 (hard reset), less the threshold (soft) or as it is (none).
 * The gradient passes the decay but not the reset.
 */
export interface CubaLif {
  readonly kind: "cubaLif"
  readonly threshold: number
  /** (ms) */
  readonly tauMembrane: number
  /** (ms) */
  readonly tauSynapse: number
  readonly reset: Reset
  readonly surrogate: Surrogate
}

export const resets = ["hard", "soft", "none"] as const
export type Reset = (typeof resets)[number]

export type Neuron = SrmAlpha | CubaLif

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
  oneOf("reset", neuron.reset, resets)
  const { threshold, tauMembrane, tauSynapse } = neuron
  positive("cubaLif", { threshold, tauMembrane, tauSynapse })
  return neuron
}

function positive(where: string, values: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`${where}: ${name} is ${value}; give a number above 0.`)
    }
  }
}
