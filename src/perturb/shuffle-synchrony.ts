import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"
import { perSample } from "./per-sample.js"
import { checkedShuffle, permutation, type ShuffleOptions } from "./shuffle-order.js"
import { range } from "./within.js"

/**
 * Puts the time bins of every unit into an own random order: counts stay, synchrony and order are gone.
 * With an own shuffle for each sample this equals {@link randomise} at 1; with `fixed` the same units are shuffled
 * in the same way in all samples, so that a network trained on it can still read them.
 */
export function shuffleSynchrony(spikes: SpikeDataset, options: ShuffleOptions): SpikeDataset {
  const { seed, fixed, within } = checkedShuffle("shuffleSynchrony", options)
  const all = random(seed)
  const forAll = fixed ? Array.from({ length: spikes.unitCount }, () => permutation(spikes.steps, all)) : undefined
  return perSample(spikes, seed, (train, grid, own) => {
    const { first, length } = range(train, within)
    const orders = forAll ?? Array.from({ length: train.unitCount }, () => permutation(length, own))
    for (let k = 0; k < train.times.length; k++) {
      const unit = train.units[k]
      grid.add(first + orders[unit][train.times[k] - first], unit)
    }
  })
}
