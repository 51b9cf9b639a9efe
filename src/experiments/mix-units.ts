import { type SpikeDataset, SpikeGrid } from "../spikes/index.js"

/**
 * The spikes of some units from `changed`, those of all others from `spikes`: so that a perturbation can be put on a part of the units.
 *
 * @param changed the same samples, of the same shape
 * @throws RangeError when the two differ in samples, units or steps
 */
export function mixUnits(spikes: SpikeDataset, changed: SpikeDataset, units: Iterable<number>): SpikeDataset {
  for (const field of ["length", "unitCount", "steps"] as const) {
    if (spikes[field] !== changed[field]) {
      throw new RangeError(
        `mixUnits: ${field} is ${spikes[field]} and ${changed[field]}; give two states of the same samples.`,
      )
    }
  }
  const isChanged = new Uint8Array(spikes.unitCount)
  for (const unit of units) isChanged[unit] = 1
  const grid = new SpikeGrid(spikes.steps, spikes.unitCount)
  const offsets = new Uint32Array(spikes.length + 1)
  const times = new Uint16Array(spikes.spikeCount + changed.spikeCount)
  const mixed = new Uint16Array(times.length)
  for (let s = 0; s < spikes.length; s++) {
    for (const [source, wanted] of [
      [spikes.sample(s), 0],
      [changed.sample(s), 1],
    ] as const) {
      for (let k = 0; k < source.times.length; k++) {
        if (isChanged[source.units[k]] === wanted) grid.add(source.times[k], source.units[k])
      }
    }
    offsets[s + 1] = grid.drain(times, mixed, offsets[s])
  }
  const end = offsets[spikes.length]
  return spikes.with({ offsets, times: times.slice(0, end), units: mixed.slice(0, end) })
}
