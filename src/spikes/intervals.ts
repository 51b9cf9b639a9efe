import type { SpikeDataset } from "./spike-dataset.js"

/**
 * Times between spikes that follow one another on the same unit in the same sample (ms), of all units or of some.
 */
export function intervals(data: SpikeDataset, { units }: { units?: readonly number[] } = {}): Float64Array {
  const wanted = units && new Set(units)
  const last = new Int32Array(data.unitCount)
  const found: number[] = []
  for (let s = 0; s < data.length; s++) {
    last.fill(-1)
    for (let k = data.offsets[s]; k < data.offsets[s + 1]; k++) {
      const unit = data.units[k]
      if (wanted && !wanted.has(unit)) continue
      if (last[unit] >= 0) found.push((data.times[k] - last[unit]) * data.dt)
      last[unit] = data.times[k]
    }
  }
  return Float64Array.from(found)
}
