import type { SpikeDataset } from "../spikes/index.js"

/**
 * The samples of several data sets one after the other. Speakers are kept where all have them; `sources` says
 * which of them each sample came from.
 *
 * @throws RangeError when they differ in units, steps, dt or classes
 */
export function merge(...parts: readonly SpikeDataset[]): SpikeDataset {
  const first = parts[0]
  if (!first) throw new RangeError("merge: give at least one data set.")
  for (const part of parts) {
    for (const field of ["unitCount", "steps", "dt"] as const) {
      if (part[field] !== first[field]) {
        throw new RangeError(
          `merge: ${first.name} has ${field} ${first[field]} and ${part.name} has ${part[field]}; read both alike.`,
        )
      }
    }
    if (part.classNames.join() !== first.classNames.join()) {
      throw new RangeError(`merge: ${first.name} and ${part.name} have other classes.`)
    }
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const spikes = parts.reduce((sum, part) => sum + part.spikeCount, 0)
  const offsets = new Uint32Array(length + 1)
  const times = new Uint16Array(spikes)
  const units = new Uint16Array(spikes)
  const labels = new Uint16Array(length)
  const speakers = parts.every((part) => part.speakers) ? new Uint16Array(length) : undefined
  const sources = new Uint16Array(length)
  let sample = 0
  parts.forEach((part, source) => {
    const [from, to] = [part.offsets[0], part.offsets[part.length]]
    times.set(part.times.subarray(from, to), offsets[sample])
    units.set(part.units.subarray(from, to), offsets[sample])
    labels.set(part.labels, sample)
    speakers?.set(part.speakers!, sample)
    sources.fill(source, sample, sample + part.length)
    for (let s = 0; s < part.length; s++, sample++) {
      offsets[sample + 1] = offsets[sample] + part.offsets[s + 1] - part.offsets[s]
    }
  })
  return first.with({ offsets, times, units, labels, speakers, sources })
}
