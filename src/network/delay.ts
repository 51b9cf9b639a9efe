import { oneOf } from "./did-you-mean.js"

/**
 * Axonal delays of a connection: one a source neuron. A spike arrives floor(delay / dt) steps later
 * (SLAYER; paper.md: "a delay shifts by its floor").
 */
export interface Delay {
  readonly kind: "axonal"
  /** Lower bound (ms). */
  readonly min: number
  /** Upper bound (ms). */
  readonly max: number
  /** Delays start uniform in this range (ms). */
  readonly start: readonly [number, number]
  /** Whether training moves them. */
  readonly trained: boolean
  /**
   * How the loss is differentiated by a delay d. With g the gradient with respect to the delayed spikes, summed over those, at steps t:
   * difference (where none is given): g(t) - g(t-1), SLAYER's and the paper's, the slope behind the spike; interpolation: g(t+1) - g(t),
   * that of a spike which is shared between floor(d) and the next step, as d lies between the two.
   */
  readonly gradient?: DelayGradient
}

export const delayGradients = ["difference", "interpolation"] as const
export type DelayGradient = (typeof delayGradients)[number]

/**
 * One delay a source neuron, trained by default.
 *
 * @param options all in ms: bounds `min` (0) and `max`; `start`, the range they are drawn from (by default [min, 0.7 max]); `trained`;
 *   `gradient`: see {@link Delay}
 * @throws RangeError for a negative or unordered range, a start outside the bounds, or an unknown gradient
 */
export function axonal(options: {
  max: number
  min?: number
  start?: readonly [number, number]
  trained?: boolean
  gradient?: DelayGradient
}): Delay {
  const { max, min = 0, trained = true, gradient } = options
  const start = options.start ?? [min, min + 0.7 * (max - min)]
  if (!(min >= 0)) throw new RangeError(`axonal: min is ${min} ms; a delay cannot be negative.`)
  if (!(max >= min && Number.isFinite(max))) {
    throw new RangeError(`axonal: max is ${max} ms; give a finite bound of at least min (${min} ms).`)
  }
  if (!(start[0] >= min && start[1] <= max && start[0] <= start[1])) {
    throw new RangeError(`axonal: start [${start}] ms does not lie inside the bounds ${min} to ${max} ms.`)
  }
  if (gradient) oneOf("axonal: gradient", gradient, delayGradients)
  return { kind: "axonal", min, max, start, trained, ...(gradient && { gradient }) }
}
