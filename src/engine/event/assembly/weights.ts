// Weights as the way back has them: by the block of the source, in floats and in 16 bits.
import { rounder4, sign4 } from "./constants"

/** Rows of targets x sources to [source block][target][16]; what is missing of the last block is 0. */
export function toTransposed(rows: usize, sources: i32, targets: i32, out: usize): void {
  const rowBytes = <usize>sources << 2
  for (let first = 0; first < sources; first += 16) {
    const width = min(16, sources - first)
    let row = rows + (<usize>first << 2)
    for (let target = 0; target < targets; target++, row += rowBytes, out += 64) {
      if (width == 16) memory.copy(out, row, 64)
      else {
        memory.fill(out, 0, 64)
        memory.copy(out, row, <usize>width << 2)
      }
    }
  }
}

/**
 * The same to 16-bit numbers of at most `limit`: [source block][half][pair of targets][8 sources][2]. `targets` is even.
 *
 * @param worth receives what one unit of each source's weights is worth
 * @returns the largest sum of a source's numbers, without their signs
 */
export function toPairs(transposed: usize, blocks: i32, targets: i32, limit: f32, out: usize, worth: usize): i32 {
  const blockBytes = <usize>targets << 6
  let most = i32x4.splat(0)
  for (let block = 0; block < blocks; block++, transposed += blockBytes, worth += 64) {
    for (let half: usize = 0; half < 64; half += 32) {
      for (let quarter: usize = 0; quarter < 32; quarter += 16) {
        const sums = pairsOf(transposed + half + quarter, targets, limit, out + quarter, worth + half + quarter)
        most = i32x4.max_s(most, sums)
      }
      out += <usize>targets << 4
    }
  }
  return max(
    max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)),
    max(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3)),
  )
}

// Four sources.
function pairsOf(from: usize, targets: i32, limit: f32, out: usize, worth: usize): v128 {
  const sign = sign4()
  const end = from + (<usize>targets << 6)
  let largest = f32x4.splat(0)
  for (let at = from; at < end; at += 64) largest = f32x4.pmax(largest, v128.andnot(v128.load(at), sign))
  v128.store(worth, f32x4.div(largest, f32x4.splat(limit)))
  const factor = v128.and(f32x4.div(f32x4.splat(limit), largest), f32x4.gt(largest, f32x4.splat(0)))
  let sums = i32x4.splat(0)
  for (let at = from; at < end; at += 128, out += 32) {
    const first = rounded(v128.load(at), factor)
    const second = rounded(v128.load(at, 64), factor)
    sums = i32x4.add(sums, i32x4.add(i32x4.abs(first), i32x4.abs(second)))
    v128.store(out, v128.or(v128.and(first, i32x4.splat(0xffff)), i32x4.shl(second, 16)))
  }
  return sums
}

// @ts-ignore: decorator
@inline
function rounded(x: v128, factor: v128): v128 {
  const rounder = rounder4()
  return i32x4.sub(f32x4.add(f32x4.mul(x, factor), rounder), rounder)
}
