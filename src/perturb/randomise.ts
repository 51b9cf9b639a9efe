import { checkOptions } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import { perSample } from "./per-sample.js"
import { checkProbability, checkWithin, range, type Within } from "./within.js"

export interface RandomiseOptions {
  /** Probability for each spike to move, 0 to 1. */
  fraction: number
  seed: number
  /** Where spikes may land; the sample's own support by default. */
  within?: Within
}

/**
 * Moves each spike with probability `fraction` to a uniformly random empty bin of the same unit, within the sample's support.
 * Every unit keeps its spike count, so at 1 only the rate is left: the axis from timing to rate
 * (the paper's partial randomisation). All spikes that move are lifted before the first one is put down again.
 *
 * @throws RangeError when fraction lies outside [0, 1]
 */
export function randomise(spikes: SpikeDataset, options: RandomiseOptions): SpikeDataset {
  checkOptions("randomise", options, { fraction: true, seed: true, within: true })
  const { fraction, seed, within = "support" } = options
  checkProbability("randomise", "fraction", fraction)
  checkWithin("randomise", within)
  const lifted: number[] = []
  return perSample(spikes, seed, (train, grid, random) => {
    const { first, length } = range(train, within)
    lifted.length = 0
    for (let k = 0; k < train.times.length; k++) {
      if (random.uniform() < fraction) lifted.push(train.units[k])
      else grid.add(train.times[k], train.units[k])
    }
    for (const unit of lifted) {
      let step = first + random.integer(length)
      while (grid.has(step, unit)) step = first + random.integer(length)
      grid.add(step, unit)
    }
  })
}
