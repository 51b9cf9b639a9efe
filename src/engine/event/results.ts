import type { Layout } from "./layout/layout.js"

/** What samples came to. */
export interface Results {
  readonly loss: number
  /** How many were decided rightly. */
  readonly correct: number
  /** Spikes that delays pushed past the window. */
  readonly lost: number
  /** By population: its spikes, and what its activity costs. */
  readonly spikes: readonly number[]
  readonly penalties: readonly number[]
}

/** 64-bit floats of a shard's results: loss, correct, lost, then of each population its spikes, then what its activity costs. */
export const resultNumbers = (populations: number): number => 3 + 2 * populations

/** A shard's results, for a sample after another to be added. */
export const resultsOf = ({ buffer }: WebAssembly.Memory, { results, populations }: Layout, shard: number) =>
  new Float64Array(buffer, results[shard], resultNumbers(populations.length))

/** Adds what a sample came to. */
export function addResults(shard: Float64Array, { loss, correct, lost, spikes, penalties }: Results): void {
  shard[0] += loss
  shard[1] += correct
  shard[2] += lost
  const count = (shard.length - 3) / 2
  for (let p = 0; p < spikes.length; p++) shard[3 + p] += spikes[p]
  for (let p = 0; p < penalties.length; p++) shard[3 + count + p] += penalties[p]
}

/** What all shards came to: loss and penalties as means over `samples`, all else as sums. */
export function sumResults(memory: WebAssembly.Memory, layout: Layout, samples: number): Results {
  const count = layout.populations.length
  const spikes = new Array<number>(count).fill(0)
  const penalties = new Array<number>(count).fill(0)
  let loss = 0
  let correct = 0
  let lost = 0
  for (let shard = 0; shard < layout.results.length; shard++) {
    const own = resultsOf(memory, layout, shard)
    loss += own[0]
    correct += own[1]
    lost += own[2]
    for (let p = 0; p < count; p++) {
      spikes[p] += own[3 + p]
      penalties[p] += own[3 + count + p] / samples
    }
  }
  return { loss: loss / samples, correct, lost, spikes, penalties }
}
