import { oneOf } from "../did-you-mean.js"
import { checkOptions, type OptionNames } from "../known-options.js"
import { type NetworkGraph, sendsSpikes } from "../network/index.js"

/** A bound of spikes a sample, and what it costs to cross it. */
export interface ActivityBound {
  /** Spikes a sample. */
  readonly spikes: number
  /** What the squared excess or lack is multiplied by (1). */
  readonly strength?: number
  /** What is bounded: each neuron's count, or the mean over the population. Upper bounds are of the mean, lower ones of each neuron, unless said. */
  readonly of?: (typeof boundKinds)[number]
}

/** The bounds of a population: with n_i the spikes of its neuron i in a sample, and M neurons, each bound adds to the loss of a sample
 *
 *   strength / M sum over i of max(0, n_i - spikes)^2      of each neuron
 *   strength max(0, mean of n_i - spikes)^2                of the mean
 *
 * an upper bound; a lower one the same of spikes - n. Counted is what a probe leaves, and of neurons that dropout silences, too. Without a lower bound silent neurons stay silent where no gradient reaches them;
 * an upper bound makes networks sparse (Zenke and Vogels 2021; Cramer et al. 2022).
 */
export interface ActivityBounds {
  readonly upper?: ActivityBound
  readonly lower?: ActivityBound
}

/** Bounds of activity by population: `{ hidden1: { lower: { spikes: 1 }, upper: { spikes: 10, strength: 0.06 } } }`. */
export interface Activity {
  readonly [population: string]: ActivityBounds
}

const boundOptions: OptionNames<ActivityBound> = { spikes: true, strength: true, of: true }
const boundKinds = ["neuron", "mean"] as const
/** Upper bounds press a count down, lower ones up. */
const sides = { upper: 1, lower: -1 } as const

/** A bound as three numbers and a sign. */
export type Bound = Required<ActivityBound> & { readonly sign: 1 | -1 }

/** The bounds of a population with their defaults. */
export function boundsOf(activity: Activity | undefined, population: string): Bound[] {
  const own = activity?.[population]
  return (["upper", "lower"] as const).flatMap((side) => {
    const bound = own?.[side]
    return bound ? [{ strength: 1, of: side === "upper" ? "mean" : "neuron", ...bound, sign: sides[side] }] : []
  })
}

/**
 * What a population's bounds add to the loss of a sample. Its gradient with respect to each neuron's count is added to `gradient`.
 *
 * @param counts spikes of each neuron
 */
export function penaltyOf(bounds: readonly Bound[], counts: ArrayLike<number>, gradient: Float32Array): number {
  const size = counts.length
  let penalty = 0
  for (const { spikes, strength, of, sign } of bounds) {
    let mean = 0
    for (let i = 0; i < size; i++) mean += counts[i] / size
    for (let i = 0; i < size; i++) {
      const beyond = Math.max(0, sign * ((of === "mean" ? mean : counts[i]) - spikes))
      penalty += (strength * beyond * beyond) / size
      gradient[i] += (2 * sign * strength * beyond) / size
    }
  }
  return penalty
}

/**
 * @throws RangeError when a bound is of no population or of one without spikes of its own, or is out of range
 */
export function checkActivity(activity: Activity | undefined, { populations }: NetworkGraph): void {
  const names = populations.map(({ name }) => name)
  for (const [name, bounds] of Object.entries(activity ?? {})) {
    oneOf("activity: population", name, names)
    const { neuron } = populations[names.indexOf(name)]
    if (!neuron) throw new RangeError(`activity: "${name}" is the input, whose spikes no training moves.`)
    if (!sendsSpikes(neuron)) throw new RangeError(`activity: "${name}" is a ${neuron.kind}, which has no spikes.`)
    checkOptions(`activity of ${name}`, bounds, { upper: true, lower: true })
    for (const [side, bound] of Object.entries(bounds)) {
      checkOptions(`activity of ${name}, ${side} bound`, bound as ActivityBound, boundOptions)
    }
    for (const { spikes, strength, of, sign } of boundsOf(activity, name)) {
      const place = `activity of ${name}, ${sign > 0 ? "upper" : "lower"} bound`
      oneOf(`${place}: of`, of, boundKinds)
      for (const [what, value] of Object.entries({ spikes, strength })) {
        if (!(value >= 0 && Number.isFinite(value))) {
          throw new RangeError(`${place}: ${what} is ${value}; give a number of 0 or more.`)
        }
      }
    }
    const { upper, lower } = bounds
    if (upper && lower && upper.spikes < lower.spikes && (upper.of ?? "mean") === (lower.of ?? "neuron")) {
      throw new RangeError(
        `activity of ${name}: the upper bound, ${upper.spikes}, lies below the lower, ${lower.spikes}.`,
      )
    }
  }
}

/** The numbers of bounds, as threads are told them: twice spikes, strength (0: none) and whether it is of the mean. */
export function boundNumbers(bounds: readonly Bound[]): number[] {
  return ([1, -1] as const).flatMap((side) => {
    const bound = bounds.find(({ sign }) => sign === side)
    return bound ? [bound.spikes, bound.strength, Number(bound.of === "mean")] : [0, 0, 0]
  })
}

/** How many numbers {@link boundNumbers} gives. */
export const numbersOfBounds = 6

/** The bounds of such numbers; those without strength are left out. */
export function boundsIn(numbers: ArrayLike<number>): Bound[] {
  return ([1, -1] as const).flatMap((sign, side) => {
    const [spikes, strength, ofMean] = [0, 1, 2].map((k) => numbers[3 * side + k])
    return strength > 0 ? [{ spikes, strength, of: ofMean ? ("mean" as const) : ("neuron" as const), sign }] : []
  })
}
