import type { SpikeDataset } from "./spike-dataset.js"

/**
 * Peri-stimulus time histogram: spikes a sample in each bin, over all units.
 *
 * @param bin length of a bin (ms); one step by default
 * @returns for each bin its start (ms) and the mean number of spikes in it
 * @throws RangeError when the bin is not a whole number of steps
 */
export function psth(data: SpikeDataset, { bin = data.dt }: { bin?: number } = {}): { time: number; spikes: number }[] {
  const width = Math.round(bin / data.dt)
  if (!(width >= 1 && Math.abs(width * data.dt - bin) < 1e-6 * bin)) {
    throw new RangeError(`psth: a bin of ${bin} ms is no whole number of steps of ${data.dt} ms.`)
  }
  const counts = new Float64Array(Math.ceil(data.steps / width))
  for (let k = data.offsets[0]; k < data.offsets[data.length]; k++) counts[Math.floor(data.times[k] / width)]++
  return Array.from(counts, (count, b) => ({ time: b * width * data.dt, spikes: count / Math.max(1, data.length) }))
}
