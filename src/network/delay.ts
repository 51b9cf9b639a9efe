import { oneOf } from "../did-you-mean.js"
import { checkOptions } from "../known-options.js"

/**
 * Delays of a connection: axonal (one a source neuron), dendritic (one a target neuron, which holds back its summed input) or synaptic
 * (one a pair of the two, which costs many times as much). A spike arrives floor(delay / dt) steps later (SLAYER; paper.md: "a delay
 * shifts by its floor"), with `gaussian` at the nearest step.
 */
export interface Delay {
  readonly kind: DelayKind
  /** Lower bound (ms). */
  readonly min: number
  /** Upper bound (ms). */
  readonly max: number
  /** Delays start uniform in this range (ms). */
  readonly start: readonly [number, number]
  /** Whether training moves them. */
  readonly trained: boolean
  /**
   * How the loss is differentiated by a delay d. With g the gradient with respect to what arrives, summed over that, at steps t:
   *
   * - difference (where none is given): g(t) - g(t-1), SLAYER's and the paper's, the slope behind the spike
   * - interpolation: g(t+1) - g(t), that of a spike which is shared between floor(d) and the next step, as d lies between the two
   * - gaussian: in training a spike is spread over the steps n by exp(-(n - d)^2 / (2 width^2)), normalised over the steps within the
   *   bounds, and the gradient is exact. The width shrinks over the epochs (`delayWidth` of a training), and evaluation is sharp:
   *   dilated convolutions with learnable spacings (Khalfaoui-Hassani et al. 2023; Hammouamri et al. 2024).
   */
  readonly gradient?: DelayGradient
}

export const delayKinds = ["axonal", "dendritic", "synaptic"] as const
export type DelayKind = (typeof delayKinds)[number]

export const delayGradients = ["difference", "interpolation", "gaussian"] as const
export type DelayGradient = (typeof delayGradients)[number]

export interface DelayOptions {
  /** Upper bound (ms). */
  max: number
  /** Lower bound (ms; 0). */
  min?: number
  /** The range they are drawn from (ms; by default [min, 0.7 max]). */
  start?: readonly [number, number]
  /** Whether training moves them (true). */
  trained?: boolean
  /** See {@link Delay}. */
  gradient?: DelayGradient
}

/**
 * One delay a source neuron: its axon holds its spikes back. Trained by default.
 *
 * @throws RangeError for a negative or unordered range, a start outside the bounds, or an unknown gradient
 */
export const axonal = (options: DelayOptions): Delay => delay("axonal", options)

/**
 * One delay a target neuron: its dendrite holds its summed input back. Trained by default.
 *
 * @throws RangeError as {@link axonal}
 */
export const dendritic = (options: DelayOptions): Delay => delay("dendritic", options)

/**
 * One delay a pair of neurons. Trained by default. It costs many times what the other kinds do.
 *
 * @throws RangeError as {@link axonal}
 */
export const synaptic = (options: DelayOptions): Delay => delay("synaptic", options)

function delay(kind: DelayKind, options: DelayOptions): Delay {
  // what it makes, it takes
  checkOptions<Partial<Delay>>(kind, options, {
    kind: true,
    max: true,
    min: true,
    start: true,
    trained: true,
    gradient: true,
  })
  const { max, min = 0, trained = true, gradient } = options
  const start = options.start ?? [min, min + 0.7 * (max - min)]
  if (!(min >= 0)) throw new RangeError(`${kind}: min is ${min} ms; a delay cannot be negative.`)
  if (!(max >= min && Number.isFinite(max))) {
    throw new RangeError(`${kind}: max is ${max} ms; give a finite bound of at least min (${min} ms).`)
  }
  if (!(start[0] >= min && start[1] <= max && start[0] <= start[1])) {
    throw new RangeError(`${kind}: start [${start}] ms does not lie inside the bounds ${min} to ${max} ms.`)
  }
  if (gradient) oneOf(`${kind}: gradient`, gradient, delayGradients)
  return { kind, min, max, start, trained, ...(gradient && { gradient }) }
}

/** Whether its spikes are spread in training. */
export const isSpread = ({ trained, gradient }: Delay): boolean => trained && gradient === "gaussian"

/** The whole steps that a delay holds back by, where it is sharp: its floor, or the nearest step where training spreads it. */
export const wholeSteps = (delay: Delay, steps: number): number =>
  isSpread(delay) ? Math.round(steps) : Math.floor(steps)
