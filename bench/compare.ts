import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** How one contender's gradients stand to another's. */
export interface Comparison {
  /** Largest difference over largest value, of the worst weight tensor. */
  error: number
  /** Neurons, by sample, whose spikes differ: a sum in another order can move a potential over the threshold. */
  differing: number
}

/**
 * Compares what two contenders wrote for the same problem.
 *
 * @param sizes of the populations
 * @returns undefined where one of them wrote nothing
 */
export function compare(folder: string, name: string, other: string, sizes: readonly number[]): Comparison | undefined {
  const files = [name, other].flatMap((n) => [`${n}.gradients.f32`, `${n}.signatures.u32`])
  if (!files.every((file) => existsSync(join(folder, file)))) return undefined
  const [a, aSpikes, b, bSpikes] = files.map((file) => words(join(folder, file)))
  const [got, wanted] = [a, b].map((bytes) => new Float32Array(bytes))
  let error = 0
  let at = 0
  for (let layer = 1; layer < sizes.length; layer++) {
    let [difference, largest] = [0, 0]
    for (const end = at + sizes[layer - 1] * sizes[layer]; at < end; at++) {
      difference = Math.max(difference, Math.abs(got[at] - wanted[at]))
      largest = Math.max(largest, Math.abs(wanted[at]))
    }
    error = Math.max(error, difference / largest)
  }
  const [mine, theirs] = [aSpikes, bSpikes].map((bytes) => new Uint32Array(bytes))
  return { error, differing: mine.filter((sum, k) => sum !== theirs[k]).length }
}

function words(path: string): ArrayBuffer {
  const bytes = readFileSync(path)
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}
