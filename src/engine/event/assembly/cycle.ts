// What populations of a cycle need, which are run a few steps at a time: here loops go over all blocks of a population, for a call from
// outside would cost as much as what it does for one block in one step.
import { accumulate } from "./accumulate"
import { unshift } from "./delay"
import { product } from "./product"

/** Adds what arrives at steps from <= t < to to the input of each block; blocks of weights and input lie so many bytes apart. */
export function accumulateBlocks(
  rows: usize, at: usize, offsets: usize, from: i32, to: i32,
  weights: usize, weightStride: usize, input: usize, stride: usize, blocks: i32,
): void {
  if (load<i32>(offsets + (<usize>from << 2)) == load<i32>(offsets + (<usize>to << 2))) return
  for (let block = 0; block < blocks; block++, weights += weightStride, input += stride) {
    accumulate(rows, at, offsets, from, to, weights, input, 1)
  }
}

/**
 * Sends the spikes listed for steps from <= t < to on, each by its unit's number of steps (`delays`): notes them in `masks`, as `collect`
 * takes them, `words` 64-bit words a step. Returns how many fall past the window of `steps`.
 */
export function send(
  rows: usize, offsets: usize, from: i32, to: i32, delays: usize, steps: i32, masks: usize, words: i32,
): i32 {
  let lost = 0
  let k = load<i32>(offsets + (<usize>from << 2))
  for (let t = from; t < to; t++) {
    const end = load<i32>(offsets + (<usize>(t + 1) << 2))
    for (; k < end; k++) {
      const unit = load<u32>(rows + (<usize>k << 2)) >> 6
      const late = t + load<i32>(delays + (<usize>unit << 2))
      if (late < steps) {
        const word = masks + ((<usize>(late * words) + (unit >> 6)) << 3)
        store<u64>(word, load<u64>(word) | ((<u64>1) << (<u64>(unit & 63))))
      } else lost++
    }
  }
  return lost
}

/**
 * Writes (or adds) the product of `steps` steps of input gradients with the weights, for each source block: as `product`, for any number of
 * steps. `weights`: blocks of `weightStride` bytes; `out`: blocks of `outStride`.
 */
export function productBlocks(
  inputGradient: usize, stride: usize, uppers: i32, weights: usize, weightStride: usize, steps: i32,
  out: usize, outStride: usize, blocks: i32, add: i32,
): void {
  const whole = steps & ~3
  for (let block = 0; block < blocks; block++, weights += weightStride, out += outStride) {
    if (whole) product(inputGradient, stride, uppers, weights, whole, out, add)
    for (let t = whole; t < steps; t++) {
      const place = <usize>t << 6
      step(inputGradient + place, stride, uppers, weights, out + place, add)
    }
  }
}

/** One block and step. */
function step(inputGradient: usize, stride: usize, uppers: i32, weights: usize, out: usize, add: i32): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  if (add) {
    a = v128.load(out)
    b = v128.load(out, 16)
    c = v128.load(out, 32)
    d = v128.load(out, 48)
  }
  let w = weights
  for (let left = uppers; left > 0; left -= 16) {
    const end = inputGradient + (<usize>min(left, 16) << 2)
    for (let at = inputGradient; at < end; at += 4, w += 64) {
      const x = v128.load32_splat(at)
      a = f32x4.add(a, f32x4.mul(x, v128.load(w)))
      b = f32x4.add(b, f32x4.mul(x, v128.load(w, 16)))
      c = f32x4.add(c, f32x4.mul(x, v128.load(w, 32)))
      d = f32x4.add(d, f32x4.mul(x, v128.load(w, 48)))
    }
    inputGradient += stride
  }
  v128.store(out, a)
  v128.store(out, b, 16)
  v128.store(out, c, 32)
  v128.store(out, d, 48)
}

/** Adds to each block of `out` what its spikes bring where they arrive: as `unshift`, for steps from <= t < to of all blocks. */
export function unshiftBlocks(
  arrived: usize, stride: usize, delays: usize, from: i32, to: i32, steps: i32, out: usize, outStride: usize, blocks: i32,
): void {
  for (let block = 0; block < blocks; block++, arrived += stride, delays += 64, out += outStride) {
    unshift(arrived, delays, from, to, steps, out, 1)
  }
}

/** The same where every spike takes `late` steps. */
export function unshiftAlike(
  arrived: usize, stride: usize, late: i32, from: i32, to: i32, steps: i32, out: usize, outStride: usize, blocks: i32,
): void {
  const first = <usize>from << 6
  const bytes = <usize>max(min(to, steps - late) - from, 0) << 6
  arrived += <usize>(from + late) << 6
  out += first
  for (let block = 0; block < blocks; block++, arrived += stride, out += outStride) {
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(out + at, f32x4.add(v128.load(out + at), v128.load(arrived + at)))
    }
  }
}
