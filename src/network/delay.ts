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
}

/**
 * One delay a source neuron, trained by default.
 *
 * @param options all in ms: bounds `min` (0) and `max`; `start`, the range they are drawn from (by default [min, 0.7 max]); `trained`
 * @throws RangeError for a negative or unordered range, or a start outside the bounds
 */
export function axonal(options: {
  max: number
  min?: number
  start?: readonly [number, number]
  trained?: boolean
}): Delay {
  const { max, min = 0, trained = true } = options
  const start = options.start ?? [min, min + 0.7 * (max - min)]
  if (!(min >= 0)) throw new RangeError(`axonal: min is ${min} ms; a delay cannot be negative.`)
  if (!(max >= min && Number.isFinite(max))) {
    throw new RangeError(`axonal: max is ${max} ms; give a finite bound of at least min (${min} ms).`)
  }
  if (!(start[0] >= min && start[1] <= max && start[0] <= start[1])) {
    throw new RangeError(`axonal: start [${start}] ms does not lie inside the bounds ${min} to ${max} ms.`)
  }
  return { kind: "axonal", min, max, start, trained }
}
