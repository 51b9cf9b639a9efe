import type { SpikeDataset } from "./spike-dataset.js"

/** Mean spike count of each unit in the samples of each class: what a rate code has to go by. Row-major: classes x units. */
export function countsByClass(data: SpikeDataset): Float64Array {
  const sums = new Float64Array(data.classNames.length * data.unitCount)
  const samples = new Float64Array(data.classNames.length)
  for (let s = 0; s < data.length; s++) {
    const row = data.labels[s] * data.unitCount
    samples[data.labels[s]]++
    for (let k = data.offsets[s]; k < data.offsets[s + 1]; k++) sums[row + data.units[k]]++
  }
  return sums.map((sum, i) => sum / Math.max(1, samples[Math.floor(i / data.unitCount)]))
}
