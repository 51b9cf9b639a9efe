import type { SpikeDataset } from "../../spikes/index.js"
import { control, controlWords } from "./control.js"
import type { SampleSpikes } from "./sample-runner.js"

/** The samples of the present job, copied into shared memory behind everything else. */
export class Batch {
  private samples = 0
  private classes = 0
  private at = { offsets: 0, labels: 0, counts: 0, numbers: 0, times: 0, units: 0 }

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly start: number,
  ) {}

  /** Copies the samples in, growing the memory where they need it. */
  load(data: SpikeDataset, samples: ArrayLike<number>, classes: number): void {
    const n = samples.length
    for (let i = 0; i < n; i++) {
      if (!(samples[i] >= 0 && samples[i] < data.length)) {
        throw new RangeError(`event engine: sample ${samples[i]} is none of the ${data.length} of "${data.name}".`)
      }
    }
    let spikes = 0
    for (let i = 0; i < n; i++) spikes += data.offsets[samples[i] + 1] - data.offsets[samples[i]]
    let end = this.start
    const take = (bytes: number): number => {
      const at = end
      end = Math.ceil((end + bytes) / 64) * 64
      return at
    }
    this.at = {
      offsets: take(4 * (n + 1)),
      labels: take(2 * n),
      counts: take(4 * n * classes),
      numbers: take(4 * n),
      times: take(2 * spikes),
      units: take(2 * spikes),
    }
    this.samples = n
    this.classes = classes
    const missing = end - this.memory.buffer.byteLength
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65536))

    const { buffer } = this.memory
    const offsets = new Int32Array(buffer, this.at.offsets, n + 1)
    const labels = new Uint16Array(buffer, this.at.labels, n)
    const times = new Uint16Array(buffer, this.at.times, spikes)
    const units = new Uint16Array(buffer, this.at.units, spikes)
    offsets[0] = 0
    for (let i = 0; i < n; i++) {
      const [from, to] = [data.offsets[samples[i]], data.offsets[samples[i] + 1]]
      times.set(data.times.subarray(from, to), offsets[i])
      units.set(data.units.subarray(from, to), offsets[i])
      offsets[i + 1] = offsets[i] + to - from
      labels[i] = data.labels[samples[i]]
    }
    const words = controlWords(this.memory)
    words[control.samples] = n
    new Uint32Array(buffer, this.at.numbers, n).set(samples)
    for (const name of ["offsets", "labels", "counts", "numbers", "times", "units"] as const)
      words[control[name]] = this.at[name]
  }

  /** The spikes of the batch's i-th sample. */
  sample(i: number): SampleSpikes {
    const offsets = new Int32Array(this.memory.buffer, this.at.offsets, this.samples + 1)
    return {
      times: this.at.times + 2 * offsets[i],
      units: this.at.units + 2 * offsets[i],
      count: offsets[i + 1] - offsets[i],
      number: new Uint32Array(this.memory.buffer, this.at.numbers, this.samples)[i],
    }
  }

  /** Output spikes of the batch, samples x classes. */
  counts(): Float32Array {
    return new Float32Array(this.memory.buffer, this.at.counts, this.samples * this.classes).slice()
  }
}
