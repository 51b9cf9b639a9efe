import { oneOf } from "../../did-you-mean.js"
import { checkOptions } from "../../known-options.js"
import { positive } from "./positive.js"

/**
 * The response of a membrane to a spike as a filter of any shape, one number a step: u(t) = sum over k of tap(k) input(t - k), k from 0.
 * The taps are parameters, shared by all neurons of the population.
 */
export interface PspFilter {
  /** Number of taps: how many steps a spike acts, that in which it arrives among them. */
  readonly taps: number
  /** Time constant of the shape that they start in (ms). */
  readonly tau: number
  /** alpha: t/tau exp(1 - t/tau); exponential: exp(-t/tau). */
  readonly shape: (typeof filterShapes)[number]
  /** Whether training moves them. */
  readonly trained: boolean
}

export const filterShapes = ["alpha", "exponential"] as const

/**
 * A post-synaptic filter for `srmAlpha({ psp: pspFilter() })`, in place of the alpha kernel; by default the paper's for the synthetic
 * tasks: 50 taps that start as an alpha function of 50 ms and are trained.
 *
 * @throws RangeError when there is no tap, the time constant is not above 0, or the shape is unknown
 */
export function pspFilter(options: Partial<PspFilter> = {}): PspFilter {
  const made: PspFilter = { taps: 50, tau: 50, shape: "alpha", trained: true, ...options }
  checkOptions("pspFilter", made, { taps: true, tau: true, shape: true, trained: true })
  oneOf("pspFilter: shape", made.shape, filterShapes)
  positive("pspFilter", { tau: made.tau })
  if (!(Number.isInteger(made.taps) && made.taps > 0)) {
    throw new RangeError(`pspFilter: taps is ${made.taps}; give a whole number above 0.`)
  }
  return made
}

/**
 * The taps as they start.
 *
 * @param dt length of a step (ms)
 */
export function startTaps({ taps, tau, shape }: PspFilter, dt: number): Float32Array {
  return Float32Array.from({ length: taps }, (_, k) => {
    const t = (k * dt) / tau
    return shape === "alpha" ? t * Math.exp(1 - t) : Math.exp(-t)
  })
}
