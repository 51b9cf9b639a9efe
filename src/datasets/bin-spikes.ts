import { checkOptions } from "../known-options.js"
import { SpikeDataset } from "../spikes/index.js"
import { type Binning, binSample } from "./bin-sample.js"
import { type ReadShdOptions, readShdOptions } from "./read-shd.js"
import type { RawSpikes } from "./write-shd.js"

/**
 * Bins spikes in seconds to a binary grid: 100 bins of 14 ms by default, as {@link readShd} does with a file.
 * @throws Error when a time or a unit lies outside, with its sample
 */
export function binSpikes(raw: RawSpikes, options: ReadShdOptions = {}): SpikeDataset {
  checkOptions("binSpikes", options, readShdOptions)
  const { bins = 100, duration = 1400, unitCount = 700, unsorted = false, name = "spikes" } = options
  const binning: Binning = { path: name, bins, duration, unitCount, unsorted }
  // 16-bit integers would pass for half floats.
  const binned = raw.samples.map(({ times, units }, s) => binSample(Float64Array.from(times), units, s, binning))
  const offsets = new Uint32Array(binned.length + 1)
  binned.forEach(({ times }, s) => {
    offsets[s + 1] = offsets[s] + times.length
  })
  const times = new Uint16Array(offsets[binned.length])
  const units = new Uint16Array(offsets[binned.length])
  binned.forEach((sample, s) => {
    times.set(sample.times, offsets[s])
    units.set(sample.units, offsets[s])
  })
  return new SpikeDataset({
    offsets,
    times,
    units,
    labels: Uint16Array.from(raw.labels),
    classNames: raw.classNames,
    speakers: raw.speakers && Uint16Array.from(raw.speakers),
    unitCount,
    steps: bins,
    dt: duration / bins,
    name,
  })
}
