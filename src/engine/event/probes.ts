import { type Probes, probeSample } from "../../perturb/index.js"
import type { Layout } from "./layout.js"

/** What a thread puts on the spikes of populations, between spike and delay. */
export class ListProbes {
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
}
