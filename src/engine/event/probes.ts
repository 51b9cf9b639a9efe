import { type Probes, probeSample, probeSteps } from "../../perturb/index.js"
import type { Layout } from "./layout/layout.js"

/** What a thread puts on the spikes of populations, between spike and delay. */
export class ListProbes {
  private readonly running = new Map<number, ReturnType<typeof probeSteps>>()

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    private readonly thread: number,
    private readonly names: readonly string[],
    private readonly dt: number,
    private readonly probes: Probes,
  ) {}

  /**
   * Changes a population's list of spikes, where it has a probe.
   *
   * @param count spikes in the list
   * @param sample number of the sample in its data
   * @returns spikes that are in the list now
   */
  apply(index: number, count: number, seed: number, sample: number): number {
    const probe = this.probes[this.names[index]]
    if (!probe) return count
    const { buffer } = this.memory
    const { steps, populations } = this.layout
    const { size, threads } = populations[index]
    const list = threads[this.thread]
    const [rows, at] = [list.rows, list.at].map((place) => new Uint32Array(buffer, place, steps * size))
    const sent = {
      times: Uint16Array.from(rows.subarray(0, count), (_, k) => at[k] >> 6),
      units: Uint16Array.from(rows.subarray(0, count), (row) => row >> 6),
    }
    const { times, units } = probeSample({ ...sent, unitCount: size, steps, dt: this.dt }, probe, seed, index, sample)
    const offsets = new Int32Array(buffer, list.offsets, steps + 1)
    let step = 0
    for (let k = 0; k < times.length; k++) {
      while (step <= times[k]) offsets[step++] = k
      rows[k] = units[k] << 6
      at[k] = times[k] << 6
    }
    offsets.fill(times.length, step)
    return times.length
  }

  /** Makes ready for a sample what is put on the spikes of a population in a cycle. */
  begin(index: number, seed: number, sample: number): void {
    const probe = this.probes[this.names[index]]
    if (!probe) return
    const shape = { unitCount: this.layout.populations[index].size, steps: this.layout.steps, dt: this.dt }
    this.running.set(index, probeSteps(shape, probe, seed, index, sample))
  }

  /** Changes the spikes that are noted for the next steps of a population in a cycle, from <= t < to, where it has a probe. */
  step(index: number, from: number, to: number): void {
    const sentAt = this.running.get(index)
    if (!sentAt) return
    const { words, threads } = this.layout.populations[index]
    const masks = new Uint32Array(this.memory.buffer, threads[this.thread].masks, this.layout.steps * words * 2)
    for (let t = from; t < to; t++) {
      const noted = masks.subarray(2 * words * t, 2 * words * (t + 1))
      const units: number[] = []
      noted.forEach((word, w) => {
        for (let bits = word; bits !== 0; bits &= bits - 1) units.push(32 * w + 31 - Math.clz32(bits & -bits))
      })
      noted.fill(0)
      for (const unit of sentAt(t, units)) noted[unit >> 5] |= 1 << (unit & 31)
    }
  }
}
