import type { Kernels } from "./kernels.js"
import { blockSize } from "./layout/sizes.js"

/** Where weights lie in rows for a moment: targets, a multiple of 16, x sources, a multiple of four. */
export interface Rows {
  readonly k: Kernels
  readonly memory: WebAssembly.Memory
  readonly at: number
}

/** Row-major targets x sources to [target block][source][16] at `out`, which has room for three more rows of 16; missing targets are 0. */
export function toBlocks({ k, memory, at }: Rows, weights: Float32Array, sources: number, out: number): void {
  const targets = weights.length / sources
  new Float32Array(memory.buffer, at, weights.length).set(weights)
  k.clear(at + 4 * weights.length, (padded(targets) - targets) * sources * 4)
  for (let first = 0; first < padded(targets); first += blockSize) {
    k.turnToBlock(at + 4 * first * sources, sources, sources, out + 4 * first * sources, 0)
  }
}

/** The inverse of {@link toBlocks}. */
export function fromBlocks({ k, memory, at }: Rows, blocks: number, targets: number, sources: number): Float32Array {
  const length = Math.ceil(sources / 4) * 4
  for (let first = 0; first < targets; first += blockSize) {
    k.turnToRows(blocks + 4 * first * sources, 0, sources, sources, length, at + 4 * first * length)
  }
  const rows = new Float32Array(memory.buffer, at, targets * length)
  if (length === sources) return rows.slice()
  const out = new Float32Array(targets * sources)
  for (let target = 0; target < targets; target++) {
    out.set(rows.subarray(target * length, target * length + sources), target * sources)
  }
  return out
}

/** The same of blocks in which two numbers stand at each pair: the first or (`which` = 1) the second. */
export function fromBlocksOfTwo(blocks: Float32Array, targets: number, sources: number, which: 0 | 1): Float32Array {
  const out = new Float32Array(targets * sources)
  for (let first = 0; first < targets; first += blockSize) {
    const width = Math.min(blockSize, targets - first)
    for (let source = 0; source < sources; source++) {
      const place = first * sources + source * blockSize
      for (let k = 0, at = first * sources + source; k < width; k++, at += sources)
        out[at] = blocks[2 * (place + k) + which]
    }
  }
  return out
}

/** What {@link toBlocks} has just laid in rows, to [source block][target, padded to 16][16] at `out`; what is missing is 0. */
export function toTransposedBlocks({ k, at }: Rows, targets: number, sources: number, out: number): void {
  k.toTransposed(at, sources, padded(targets), out)
}

const padded = (targets: number): number => Math.ceil(targets / blockSize) * blockSize

/** Largest 16-bit weight: small enough that input gradients keep many bits before a sum of products overflows 32 bits. */
const largestWeight = 8191

/** That of a connection whose delays are trained: their gradient is a difference of neighbouring steps, for which gradients need more bits. */
const largestDelayedWeight = 2047

/**
 * Weights of {@link toTransposedBlocks} to 16-bit numbers, [source block][half][pair of targets][8 sources][2]; targets are padded to 16.
 *
 * @param worth where to write what one unit of each source's weights is worth
 * @returns the largest input gradient, as a 16-bit number, with which no sum overflows
 */
export function toPairs(
  k: Kernels,
  transposed: number,
  targets: number,
  sources: number,
  out: number,
  worth: number,
  delaysTrained: boolean,
): number {
  const limit = delaysTrained ? largestDelayedWeight : largestWeight
  const largestSum = k.toPairs(transposed, padded(sources) / blockSize, padded(targets), limit, out, worth)
  return Math.min(32767, Math.floor((2 ** 31 - 1) / Math.max(1, largestSum)))
}
