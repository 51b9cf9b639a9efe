import { displaySymbol, type MimeBundle } from "../display/index.js"
import { datasetCard } from "./card.js"
import type { SpikeTrain } from "./spike-train.js"

/** What a {@link SpikeDataset} is made of. Arrays are kept, not copied. */
export interface SpikeDatasetFields {
  /** Start of each sample in `times` and `units`; one longer than the number of samples. */
  offsets: Uint32Array
  /** Time of each spike, in steps of `dt`; ascending inside a sample. */
  times: Uint16Array
  /** Unit (input channel, neuron) of each spike. */
  units: Uint16Array
  /** Class of each sample, an index into `classNames`. */
  labels: Uint16Array
  classNames: readonly string[]
  /** Number of units; every entry of `units` is below it. */
  unitCount: number
  /** Length of the window in steps; every entry of `times` is below it. */
  steps: number
  /** Length of a step (ms). */
  dt: number
  /** Speaker of each sample, where known. */
  speakers?: Uint16Array
  /** File that each sample came from, where several were read: 0 for the first (training) file, 1 for the second (test). */
  sources?: Uint16Array
  /** What this is, for cards and error messages. */
  name?: string
}

/**
 * Spike trains of many samples as event lists: one typed array of times and one of units for all samples,
 * with the place where each sample starts. At most one spike of a unit in a step.
 */
export class SpikeDataset {
  readonly offsets: Uint32Array
  readonly times: Uint16Array
  readonly units: Uint16Array
  readonly labels: Uint16Array
  readonly classNames: readonly string[]
  readonly unitCount: number
  readonly steps: number
  readonly dt: number
  readonly speakers: Uint16Array | undefined
  readonly sources: Uint16Array | undefined
  readonly name: string

  constructor(fields: SpikeDatasetFields) {
    this.offsets = fields.offsets
    this.times = fields.times
    this.units = fields.units
    this.labels = fields.labels
    this.classNames = fields.classNames
    this.unitCount = fields.unitCount
    this.steps = fields.steps
    this.dt = fields.dt
    this.speakers = fields.speakers
    this.sources = fields.sources
    this.name = fields.name ?? "spikes"
    if (this.offsets.length !== this.labels.length + 1) {
      throw new RangeError(
        `SpikeDataset: ${this.labels.length} labels need ${this.labels.length + 1} offsets, got ${this.offsets.length}.`,
      )
    }
    const wrong = this.labels.findIndex((label) => label >= this.classNames.length)
    if (wrong >= 0) {
      throw new RangeError(
        `SpikeDataset: the label of sample ${wrong} is ${this.labels[wrong]}, and there are ${this.classNames.length} class names; labels count from 0.`,
      )
    }
    if (this.times.length !== this.units.length) {
      throw new RangeError(
        `SpikeDataset: ${this.times.length} times and ${this.units.length} units; give one of each a spike.`,
      )
    }
    if (this.speakers && this.speakers.length !== this.labels.length) {
      throw new RangeError(
        `SpikeDataset: ${this.labels.length} labels and ${this.speakers.length} speakers; give one a sample.`,
      )
    }
    if (this.sources && this.sources.length !== this.labels.length) {
      throw new RangeError(
        `SpikeDataset: ${this.labels.length} labels and ${this.sources.length} sources; give one a sample.`,
      )
    }
    if (!(this.dt > 0)) throw new RangeError(`SpikeDataset: dt is ${this.dt} ms; a step must be longer than 0 ms.`)
    if (!(this.steps > 0))
      throw new RangeError(`SpikeDataset: a window of ${this.steps} steps holds no spikes; give at least 1.`)
  }

  /** Number of samples. */
  get length(): number {
    return this.labels.length
  }

  /** Number of spikes in all samples. */
  get spikeCount(): number {
    return this.offsets[this.length] - this.offsets[0]
  }

  /** Length of the window (ms). */
  get duration(): number {
    return this.steps * this.dt
  }

  /**
   * One sample, as a view without a copy.
   * @throws RangeError when there is no such sample
   */
  sample(index: number): SpikeTrain {
    if (!(index >= 0 && index < this.length && Number.isInteger(index))) {
      throw new RangeError(`sample: ${index} is not one of the ${this.length} samples (0 to ${this.length - 1}).`)
    }
    const from = this.offsets[index]
    const to = this.offsets[index + 1]
    return {
      times: this.times.subarray(from, to),
      units: this.units.subarray(from, to),
      label: this.labels[index],
      className: this.classNames[this.labels[index]],
      speaker: this.speakers?.[index],
      unitCount: this.unitCount,
      steps: this.steps,
      dt: this.dt,
    }
  }

  /** Every sample in order. */
  *[Symbol.iterator](): IterableIterator<SpikeTrain> {
    for (let i = 0; i < this.length; i++) yield this.sample(i)
  }

  /**
   * The samples at `indices`, in that order (an index may come twice).
   * @throws RangeError when there is no such sample
   */
  select(indices: ArrayLike<number>): SpikeDataset {
    const offsets = new Uint32Array(indices.length + 1)
    for (let i = 0; i < indices.length; i++) {
      const s = indices[i]
      if (!(s >= 0 && s < this.length)) {
        throw new RangeError(`select: ${s} is not one of the ${this.length} samples (0 to ${this.length - 1}).`)
      }
      offsets[i + 1] = offsets[i] + this.offsets[s + 1] - this.offsets[s]
    }
    const times = new Uint16Array(offsets[indices.length])
    const units = new Uint16Array(offsets[indices.length])
    const labels = new Uint16Array(indices.length)
    const speakers = this.speakers && new Uint16Array(indices.length)
    const sources = this.sources && new Uint16Array(indices.length)
    for (let i = 0; i < indices.length; i++) {
      const s = indices[i]
      times.set(this.times.subarray(this.offsets[s], this.offsets[s + 1]), offsets[i])
      units.set(this.units.subarray(this.offsets[s], this.offsets[s + 1]), offsets[i])
      labels[i] = this.labels[s]
      if (speakers) speakers[i] = this.speakers![s]
      if (sources) sources[i] = this.sources![s]
    }
    return this.with({ offsets, times, units, labels, speakers, sources })
  }

  /** The first `n` samples (all, where there are fewer). */
  take(n: number): SpikeDataset {
    return this.select(Array.from({ length: Math.min(n, this.length) }, (_, i) => i))
  }

  /**
   * The samples of one class and/or one speaker.
   * @throws RangeError when the class is not known, or speakers are not recorded
   */
  where({ label, speaker }: { label?: string | number; speaker?: number }): SpikeDataset {
    const wanted = typeof label === "string" ? this.classNames.indexOf(label) : label
    if (wanted !== undefined && !(wanted >= 0 && wanted < this.classNames.length)) {
      throw new RangeError(`where: class "${label}" is not known; there are ${this.classNames.join(", ")}.`)
    }
    if (speaker !== undefined && !this.speakers) throw new RangeError("where: no speaker is recorded in this data set.")
    const indices: number[] = []
    for (let i = 0; i < this.length; i++) {
      if (wanted !== undefined && this.labels[i] !== wanted) continue
      if (speaker !== undefined && this.speakers![i] !== speaker) continue
      indices.push(i)
    }
    return this.select(indices)
  }

  /** Spike counts, row-major: samples x units. */
  counts(): Float32Array {
    const counts = new Float32Array(this.length * this.unitCount)
    for (let s = 0; s < this.length; s++) {
      const row = s * this.unitCount
      for (let k = this.offsets[s]; k < this.offsets[s + 1]; k++) counts[row + this.units[k]]++
    }
    return counts
  }

  /** Dense view of the samples at `indices` (all by default), row-major: samples x steps x units, 0 or 1. */
  dense(indices?: ArrayLike<number>): Float32Array {
    const n = indices?.length ?? this.length
    const out = new Float32Array(n * this.steps * this.unitCount)
    for (let i = 0; i < n; i++) {
      const s = indices ? indices[i] : i
      const base = i * this.steps * this.unitCount
      for (let k = this.offsets[s]; k < this.offsets[s + 1]; k++) {
        out[base + this.times[k] * this.unitCount + this.units[k]] = 1
      }
    }
    return out
  }

  /** The same data set with some fields replaced. */
  with(fields: Partial<SpikeDatasetFields>): SpikeDataset {
    return new SpikeDataset({ ...this.fields(), ...fields })
  }

  /** The plain fields, for sending to a worker or to a file. */
  fields(): SpikeDatasetFields {
    const { offsets, times, units, labels, classNames, unitCount, steps, dt, speakers, sources, name } = this
    return { offsets, times, units, labels, classNames, unitCount, steps, dt, speakers, sources, name }
  }

  /** How a notebook shows it: a card with its shape and its first sample. */
  [displaySymbol](): MimeBundle {
    return datasetCard(this)
  }
}
