import { type Random, random } from "../random.js"
import { type SpikeDataset, SpikeGrid, type SpikeTrain } from "../spikes/index.js"
import type { Landing } from "./landing.js"

/** Puts the changed spikes of `train` on the empty `grid`. */
export type Change = (train: SpikeTrain, grid: SpikeGrid, random: Random) => void

/**
 * Applies a change to every sample, each with its own stream of random numbers,
 * so that a sample changes in the same way whatever else is in the data set before or after it.
 */
export function perSample(spikes: SpikeDataset, seed: number, change: Change): SpikeDataset {
  const grid = new SpikeGrid(spikes.steps, spikes.unitCount)
  const offsets = new Uint32Array(spikes.length + 1)
  const times = new Uint16Array(spikes.spikeCount)
  const units = new Uint16Array(spikes.spikeCount)
  for (let s = 0; s < spikes.length; s++) {
    change(spikes.sample(s), grid, random(seed, s))
    offsets[s + 1] = grid.drain(times, units, offsets[s])
  }
  const end = offsets[spikes.length]
  return spikes.with({ offsets, times: times.slice(0, end), units: units.slice(0, end) })
}

/** Lets each spike of a sample, in order of time, land on the grid. */
export function landEach({ times, units }: SpikeTrain, grid: SpikeGrid, landing: Landing): void {
  for (let k = 0; k < times.length; k++) {
    const step = landing(times[k], units[k], grid)
    if (step !== undefined) grid.add(step, units[k])
  }
}
