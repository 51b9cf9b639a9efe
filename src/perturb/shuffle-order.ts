import { checkOptions } from "../known-options.js"
import { type Random, random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"
import { perSample } from "./per-sample.js"
import { checkWithin, range, type Within } from "./within.js"

export interface ShuffleOptions {
  seed: number
  /** Which bins change places; those of the sample's own support by default. */
  within?: Within
  /** One shuffle for all samples instead of an own one for each; it spans the window. */
  fixed?: boolean
}

/**
 * Puts the time bins into a random order, the same for all units: who fires together still does, and every count stays,
 * but the order of events is gone.
 */
export function shuffleOrder(spikes: SpikeDataset, options: ShuffleOptions): SpikeDataset {
  const { seed, fixed, within } = checkedShuffle("shuffleOrder", options)
  const forAll = fixed ? permutation(spikes.steps, random(seed)) : undefined
  return perSample(spikes, seed, (train, grid, own) => {
    const { first, length } = range(train, within)
    const order = forAll ?? permutation(length, own)
    for (let k = 0; k < train.times.length; k++) grid.add(first + order[train.times[k] - first], train.units[k])
  })
}

/** @throws RangeError for an unknown option, or when one shuffle is asked for samples of different support */
export function checkedShuffle(name: string, options: ShuffleOptions): Required<ShuffleOptions> {
  checkOptions(name, options, { seed: true, within: true, fixed: true })
  const { seed, fixed = false, within = fixed ? "window" : "support" } = options
  checkWithin(name, within)
  if (fixed && within === "support") {
    throw new RangeError(`${name}: one shuffle for all samples spans the window; drop within: "support" or fixed.`)
  }
  return { seed, fixed, within }
}

export function permutation(length: number, stream: Random): Uint16Array {
  return stream.shuffle(Uint16Array.from({ length }, (_, i) => i))
}
