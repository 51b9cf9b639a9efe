import { blockSize } from "./layout.js"

/** Row-major targets x sources to [target block][source][16]; missing targets stay 0. */
export function toBlocks(weights: Float32Array, targets: number, sources: number, out: Float32Array): void {
  for (let target = 0, at = 0; target < targets; target++) {
    let place = Math.floor(target / blockSize) * sources * blockSize + (target % blockSize)
    for (let source = 0; source < sources; source++, place += blockSize) out[place] = weights[at++]
  }
}

/** The inverse of {@link toBlocks}. */
export function fromBlocks(blocks: Float32Array, targets: number, sources: number): Float32Array {
  const out = new Float32Array(targets * sources)
  for (let target = 0, at = 0; target < targets; target++) {
    let place = Math.floor(target / blockSize) * sources * blockSize + (target % blockSize)
    for (let source = 0; source < sources; source++, place += blockSize) out[at++] = blocks[place]
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
