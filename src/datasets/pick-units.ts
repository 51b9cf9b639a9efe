import type { SpikeDataset } from "../spikes/index.js"

/** The data set on some of its units only, renumbered in the order given. */
export function pickUnits(data: SpikeDataset, units: ArrayLike<number>): SpikeDataset {
  const place = new Int32Array(data.unitCount).fill(-1)
  for (let i = 0; i < units.length; i++) {
    if (!(units[i] >= 0 && units[i] < data.unitCount)) {
      throw new RangeError(`pickUnits: ${units[i]} is not one of the ${data.unitCount} units.`)
    }
    place[units[i]] = i
  }
  const offsets = new Uint32Array(data.length + 1)
  const times = new Uint16Array(data.spikeCount)
  const picked = new Uint16Array(data.spikeCount)
  let end = 0
  for (let s = 0; s < data.length; s++) {
    for (let k = data.offsets[s]; k < data.offsets[s + 1]; k++) {
      const unit = place[data.units[k]]
      if (unit < 0) continue
      times[end] = data.times[k]
      picked[end++] = unit
    }
    offsets[s + 1] = end
  }
  return data.with({ offsets, times: times.slice(0, end), units: picked.slice(0, end), unitCount: units.length })
}
