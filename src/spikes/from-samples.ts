import { SpikeDataset, type SpikeDatasetFields } from "./spike-dataset.js"

/** Spikes of one sample, in any order. */
export interface SampleSpikes {
  /** In steps. */
  times: ArrayLike<number>
  units: ArrayLike<number>
}

/**
 * Builds a data set from one list of spikes a sample: sorts each by time then unit, and merges spikes of a unit in one step
 * (the paper's grid is binary).
 *
 * @throws RangeError when a spike lies outside the window or the units, with its sample
 */
export function fromSamples(
  samples: readonly SampleSpikes[],
  shape: Omit<SpikeDatasetFields, "offsets" | "times" | "units">,
): SpikeDataset {
  const total = samples.reduce((sum, s) => sum + s.times.length, 0)
  const offsets = new Uint32Array(samples.length + 1)
  const times = new Uint16Array(total)
  const units = new Uint16Array(total)
  let end = 0
  samples.forEach((sample, index) => {
    const keys = new Float64Array(sample.times.length)
    for (let k = 0; k < keys.length; k++) {
      const t = sample.times[k]
      const unit = sample.units[k]
      if (!(t >= 0 && t < shape.steps) || !(unit >= 0 && unit < shape.unitCount)) {
        throw new RangeError(
          `sample ${index}: spike ${k} at step ${t} of unit ${unit} lies outside ${shape.steps} steps x ${shape.unitCount} units.`,
        )
      }
      keys[k] = t * shape.unitCount + unit
    }
    keys.sort()
    for (let k = 0; k < keys.length; k++) {
      if (k > 0 && keys[k] === keys[k - 1]) continue
      times[end] = Math.floor(keys[k] / shape.unitCount)
      units[end] = keys[k] % shape.unitCount
      end++
    }
    offsets[index + 1] = end
  })
  return new SpikeDataset({ ...shape, offsets, times: times.slice(0, end), units: units.slice(0, end) })
}
