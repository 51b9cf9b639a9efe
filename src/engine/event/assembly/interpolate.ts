// Every second step of a product that changes little from step to step: the mean of its neighbours, plus the part of what goes into it that is
// not the mean of its neighbours, where that part is large.
import { sign4 } from "./constants"
import { multiplyAdd } from "./multiply-add"

/**
 * Lists the large deviations of odd steps from the mean of the steps beside them (the last step of the stretch: from the one before it), as
 * [place in a block's weights, place of the step in a block, deviation], 12 bytes each.
 * `inputGradient`: `blocks` blocks of `stride` bytes, 64 bytes a step; `noted`: scratch, 8 bytes a block and odd step.
 * Gives up after `most`, and returns how many there were.
 */
export function deviations(
  inputGradient: usize, stride: usize, blocks: i32, steps: i32, least: f32, list: usize, most: i32, noted: usize,
): i32 {
  const sign = sign4()
  const threshold = f32x4.splat(least)
  const half = f32x4.splat(0.5)
  // first which blocks and steps have any, without a branch: most have none, and no processor would guess which; steps of a block behind each
  // other, for what was just added to a step would have to be waited for
  let last = noted
  for (let block = 0; block < blocks; block++) {
    const from = inputGradient + <usize>block * stride
    for (let t = 1; t < steps; t += 2) {
      const step = <usize>t << 6
      const after: usize = t + 1 < steps ? 64 : -64
      const at = from + step
      const a = exceeds(at, after, half, sign, threshold)
      const b = exceeds(at + 16, after, half, sign, threshold)
      const c = exceeds(at + 32, after, half, sign, threshold)
      const d = exceeds(at + 48, after, half, sign, threshold)
      const bits = i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)))
      store<u32>(last, bits | (block << 16))
      store<u32>(last, <u32>step, 4)
      last += <usize>(bits != 0) << 3
    }
  }
  const end = list + <usize>most * 12
  let place = list
  for (; noted < last; noted += 8) {
    const block = <usize>load<u16>(noted, 2)
    const step = <usize>load<u32>(noted, 4)
    const at = inputGradient + block * stride + step
    const after: usize = <i32>(step >> 6) + 1 < steps ? 64 : -64
    for (let bits = <i32>load<u16>(noted); bits; bits &= bits - 1) {
      if (place == end) return most
      const unit = <usize>ctz(bits)
      const own = at + (unit << 2)
      store<u32>(place, <u32>((block << 10) + (unit << 6)))
      store<u32>(place, <u32>step, 4)
      store<f32>(place, load<f32>(own) - <f32>0.5 * (load<f32>(own - 64) + load<f32>(own + after)), 8)
      place += 12
    }
  }
  return <i32>((place - list) / 12)
}

// @ts-ignore: decorator
@inline
function exceeds(at: usize, after: usize, half: v128, sign: v128, threshold: v128): v128 {
  const mean = f32x4.mul(half, f32x4.add(v128.load(at - 64), v128.load(at + after)))
  return f32x4.gt(v128.andnot(f32x4.sub(v128.load(at), mean), sign), threshold)
}

/** One lower block: writes the odd steps of `out` from the even ones and the `count` deviations of `list`. `weights`: 64 bytes an upper neuron. */
export function interpolate(out: usize, steps: i32, list: usize, count: i32, weights: usize): void {
  const half = f32x4.splat(0.5)
  for (let t = 1; t < steps; t += 2) {
    const at = out + (<usize>t << 6)
    const before = at - 64
    const after = t + 1 < steps ? at + 64 : before
    v128.store(at, f32x4.mul(half, f32x4.add(v128.load(before), v128.load(after))))
    v128.store(at, f32x4.mul(half, f32x4.add(v128.load(before, 16), v128.load(after, 16))), 16)
    v128.store(at, f32x4.mul(half, f32x4.add(v128.load(before, 32), v128.load(after, 32))), 32)
    v128.store(at, f32x4.mul(half, f32x4.add(v128.load(before, 48), v128.load(after, 48))), 48)
  }
  const end = list + <usize>count * 12
  for (; list < end; list += 12) {
    const row = weights + load<u32>(list)
    const at = out + load<u32>(list, 4)
    const x = v128.load32_splat(list, 8)
    v128.store(at, multiplyAdd(v128.load(at), x, v128.load(row)))
    v128.store(at, multiplyAdd(v128.load(at, 16), x, v128.load(row, 16)), 16)
    v128.store(at, multiplyAdd(v128.load(at, 32), x, v128.load(row, 32)), 32)
    v128.store(at, multiplyAdd(v128.load(at, 48), x, v128.load(row, 48)), 48)
  }
}

/** Sum of numbers, a multiple of four. */
export function sum(at: usize, count: i32): f32 {
  let total = f32x4.splat(0)
  for (const end = at + (<usize>count << 2); at < end; at += 16) total = f32x4.add(total, v128.load(at))
  return f32x4.extract_lane(total, 0) + f32x4.extract_lane(total, 1) + f32x4.extract_lane(total, 2) + f32x4.extract_lane(total, 3)
}
