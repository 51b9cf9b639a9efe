import { blockSize } from "./layout.js"

/** Row-major targets x sources to [target block][source][16]; missing targets stay 0. */
export function toBlocks(weights: Float32Array, targets: number, sources: number, out: Float32Array): void {
  for (let first = 0; first < targets; first += blockSize) {
    const width = Math.min(blockSize, targets - first)
    for (let source = 0; source < sources; source++) {
      const place = first * sources + source * blockSize
      for (let k = 0, at = first * sources + source; k < width; k++, at += sources) out[place + k] = weights[at]
    }
  }
}

/** The inverse of {@link toBlocks}. `beside`: numbers that stand at each pair, of which the one at `which` is taken. */
export function fromBlocks(
  blocks: Float32Array,
  targets: number,
  sources: number,
  beside = 1,
  which = 0,
): Float32Array {
  const out = new Float32Array(targets * sources)
  for (let first = 0; first < targets; first += blockSize) {
    const width = Math.min(blockSize, targets - first)
    for (let source = 0; source < sources; source++) {
      const place = first * sources + source * blockSize
      for (let k = 0, at = first * sources + source; k < width; k++, at += sources)
        out[at] = blocks[(place + k) * beside + which]
    }
  }
  return out
}

/** Row-major targets x sources to [source block][target, padded to 16][16]; what is missing stays 0. */
export function toTransposedBlocks(weights: Float32Array, targets: number, sources: number, out: Float32Array): void {
  const rows = Math.ceil(targets / blockSize) * blockSize
  for (let source = 0; source < sources; source += blockSize) {
    const block = (source / blockSize) * rows * blockSize
    const end = Math.min(source + blockSize, sources)
    for (let target = 0; target < targets; target++) {
      out.set(weights.subarray(target * sources + source, target * sources + end), block + target * blockSize)
    }
  }
}

/** Largest 16-bit weight: small enough that input gradients keep many bits before a sum of products overflows 32 bits. */
const largestWeight = 8191

/** That of a connection whose delays are trained: their gradient is a difference of neighbouring steps, for which gradients need more bits. */
const largestDelayedWeight = 2047

/**
 * Row-major targets x sources to 16-bit numbers, [source block][half][pair of targets][8 sources][2]; targets are padded to 16.
 *
 * @param worth receives what one unit of each source's weights is worth
 * @returns the largest input gradient, as a 16-bit number, with which no sum overflows
 */
export function toPairs(
  weights: Float32Array,
  targets: number,
  sources: number,
  out: Int16Array,
  worth: Float32Array,
  delaysTrained: boolean,
): number {
  const limit = delaysTrained ? largestDelayedWeight : largestWeight
  const pairs = (Math.ceil(targets / blockSize) * blockSize) / 2
  let largestSum = 1
  for (let source = 0; source < sources; source++) {
    let largest = 0
    for (let target = 0; target < targets; target++) {
      largest = Math.max(largest, Math.abs(weights[target * sources + source]))
    }
    const factor = largest > 0 ? limit / largest : 0
    worth[source] = largest / limit
    const block = Math.floor(source / blockSize) * pairs * 2 * blockSize
    const half = Math.floor((source % blockSize) / 8) * pairs * 16
    let place = block + half + 2 * (source % 8)
    let sum = 0
    for (let target = 0; target < targets; target++) {
      const value = Math.round(weights[target * sources + source] * factor)
      out[place] = value
      place += target % 2 === 0 ? 1 : 15
      sum += Math.abs(value)
    }
    largestSum = Math.max(largestSum, sum)
  }
  return Math.min(32767, Math.floor((2 ** 31 - 1) / largestSum))
}
