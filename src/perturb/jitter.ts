import { checkOptions } from "../known-options.js"
import type { SpikeDataset, SpikeGrid } from "../spikes/index.js"
import { laterJitter } from "./landing.js"
import { landEach, perSample } from "./per-sample.js"
import { type Sigma, sigmaInSteps } from "./sigma.js"
import { checkWithin, range, type Within } from "./within.js"

export interface JitterOptions extends Sigma {
  seed: number
  /** Where spikes may land; the sample's own support by default (the paper clips at the window). */
  within?: Within
  /** Later only, by the Gaussian's size, anywhere in the window: what a population in a cycle can take (false). */
  forward?: boolean
}

const ATTEMPTS = 500

/**
 * Moves every spike by an own Gaussian time, rounded to whole steps and clipped to the support; a spike that would land on
 * another of its unit is drawn again. Every unit keeps its spike count (the paper's jitter per spike), unless spikes that move forward
 * only have filled the window's end.
 *
 * @throws RangeError when not exactly one of sigma and sigmaSteps is given, or it is negative; when `forward` is given a support
 */
export function jitter(spikes: SpikeDataset, options: JitterOptions): SpikeDataset {
  checkOptions("jitter", options, { sigma: true, sigmaSteps: true, seed: true, within: true, forward: true })
  const { seed, forward = false, within = forward ? "window" : "support" } = options
  checkWithin("jitter", within)
  if (forward && within === "support") {
    throw new RangeError(
      'jitter: within is "support", whose end is not known to spikes that only move forward; leave it out.',
    )
  }
  const sigma = sigmaInSteps("jitter", options, spikes.dt)
  if (sigma === 0) return spikes
  if (forward) {
    return perSample(spikes, seed, (train, grid, random) =>
      landEach(train, grid, laterJitter(sigma, train.steps, random)),
    )
  }
  return perSample(spikes, seed, (train, grid, random) => {
    const { first, length } = range(train, within)
    const last = first + length - 1
    for (let k = 0; k < train.times.length; k++) {
      const unit = train.units[k]
      let step = -1
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const moved = train.times[k] + Math.round(sigma * random.normal())
        const clipped = Math.min(last, Math.max(first, moved))
        if (grid.has(clipped, unit)) continue
        step = clipped
        break
      }
      if (step < 0) step = nearestEmpty(grid, train.times[k], unit, first, last)
      grid.add(step, unit)
    }
  })
}

/** There is always one: fewer spikes are down than the range has steps. */
function nearestEmpty(grid: SpikeGrid, step: number, unit: number, first: number, last: number): number {
  for (let distance = 0; ; distance++) {
    if (step - distance >= first && !grid.has(step - distance, unit)) return step - distance
    if (step + distance <= last && !grid.has(step + distance, unit)) return step + distance
  }
}
