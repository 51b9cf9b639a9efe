import type { SampleSpikes } from "../../spikes/index.js"
import type { Layout } from "./layout/layout.js"

/** Spikes of a population in the sample that the calling thread's first lane ran last, as they are sent on. */
export function recordedSpikes(
  memory: WebAssembly.Memory,
  { populations, steps }: Layout,
  index: number,
): SampleSpikes {
  const { rows, offsets } = populations[index].threads[0]
  const starts = new Int32Array(memory.buffer, offsets, steps + 1)
  const units = new Uint32Array(memory.buffer, rows, starts[steps]).map((row) => row >> 6)
  const times = new Uint16Array(units.length)
  for (let t = 0; t < steps; t++) times.fill(t, starts[t], starts[t + 1])
  return { times, units }
}
