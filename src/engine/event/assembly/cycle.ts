// What populations of a cycle need, which are run a few steps at a time: here loops go over all blocks of a population and over samples
// that are run side by side, for a call from outside would cost as much as what it does for one block in one step. Of a population, and of
// a connection, what belongs to the next sample lies `apart` bytes behind what belongs to this one.
import { accumulate } from "./accumulate"
import { addToOne, addToTwo } from "./add-rows"
import { cubaLifBackward, cubaLifForward } from "./cuba-lif"
import { unshift } from "./delay"
import { collect } from "./events"
import { fastProduct } from "./fast-product"
import { multiplyAdd } from "./multiply-add"
import { product } from "./product"

/**
 * Adds what a connection brings at steps from <= t < to to the input of its target; what arrives is listed from `masks` first, where that
 * is not 0. Blocks of weights and of input lie `weightStride` and `stride` bytes from each other.
 */
export function hear(
  lanes: i32, apart: usize, masks: usize, words: i32, rows: usize, at: usize, offsets: usize, from: i32, to: i32,
  weights: usize, weightStride: usize, input: usize, inputApart: usize, stride: usize, blocks: i32,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    if (masks) {
      collect(masks, from, to, words, rows, at, offsets)
      masks += apart
    }
    accumulateBlocks(rows, at, offsets, from, to, weights, weightStride, input, stride, blocks)
    rows += apart
    at += apart
    offsets += apart
    input += inputApart
  }
}

/** `collect`, of each lane. */
export function list(
  lanes: i32, apart: usize, masks: usize, words: i32, rows: usize, at: usize, offsets: usize, from: i32, to: i32,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    collect(masks, from, to, words, rows, at, offsets)
    masks += apart
    rows += apart
    at += apart
    offsets += apart
  }
}

/** `cubaLifForward`, of each lane and block: `stride` bytes from block to block, `maskStride` from step to step. */
export function cubaLifForwardAll(
  lanes: i32, apart: usize, blocks: i32, stride: usize, kind: i32, hard: i32, table: usize, io: usize, from: i32, to: i32,
  state: usize, masks: usize, maskStride: usize,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    for (let block: usize = 0; block < <usize>blocks; block++) {
      const here = io + block * stride
      cubaLifForward(kind, hard, table, here, from, to, state + (block << 8), masks + (block << 1), maskStride)
    }
    io += apart
    state += apart
    masks += apart
  }
}

/** `cubaLifBackward`, of each lane and block: slopes `stride` bytes from block to block, gradients `gradientStride`. */
export function cubaLifBackwardAll(
  lanes: i32, apart: usize, blocks: i32, stride: usize, gradientStride: usize, slopes: usize, spikeGradient: usize,
  inputGradient: usize, from: i32, to: i32, steps: i32, state: usize, table: usize, hard: i32,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    for (let block: usize = 0; block < <usize>blocks; block++) {
      const gradient = block * gradientStride
      const here = slopes + block * stride
      cubaLifBackward(here, spikeGradient + gradient, inputGradient + gradient, from, to, steps, state + (block << 8), table, hard)
    }
    slopes += apart
    spikeGradient += apart
    inputGradient += apart
    state += apart
  }
}

/** Adds what arrives at steps from <= t < to to the input of each block. */
function accumulateBlocks(
  rows: usize, at: usize, offsets: usize, from: i32, to: i32,
  weights: usize, weightStride: usize, input: usize, stride: usize, blocks: i32,
): void {
  const first = load<i32>(offsets + (<usize>from << 2))
  const end = load<i32>(offsets + (<usize>to << 2))
  if (first == end) return
  if (to - from > 1) {
    for (let block = 0; block < blocks; block++, weights += weightStride, input += stride) {
      accumulate(rows, at, offsets, from, to, weights, input, 1)
    }
    return
  }
  const start = rows + (<usize>first << 2)
  const stop = rows + (<usize>end << 2)
  input += <usize>from << 6
  let block = 0
  for (; block + 2 <= blocks; block += 2, weights += weightStride << 1, input += stride << 1) {
    addToTwo(start, stop, weights, weights + weightStride, input, input + stride)
  }
  if (block < blocks) addToOne(start, stop, weights, input)
}

/**
 * Sends the spikes listed for steps from <= t < to on, each by its unit's number of steps (`delays`): notes them in `masks`, as `collect`
 * takes them, `words` 64-bit words a step. Returns how many fall past the window of `steps`.
 */
export function send(
  lanes: i32, apart: usize, rows: usize, offsets: usize, from: i32, to: i32, delays: usize, steps: i32,
  masks: usize, masksApart: usize, words: i32,
): i32 {
  let lost = 0
  for (let lane = 0; lane < lanes; lane++) {
    lost += sendOne(rows, offsets, from, to, delays, steps, masks, words)
    rows += apart
    offsets += apart
    masks += masksApart
  }
  return lost
}

function sendOne(
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
 * steps, and of several samples (`lanes`), whose blocks lie `apart` and `outApart` bytes behind each other. `weights`: blocks of
 * `weightStride` bytes; `out`: blocks of `outStride`.
 */
export function cycleProduct(
  inputGradient: usize, apart: usize, stride: usize, uppers: i32, weights: usize, weightStride: usize, steps: i32, lanes: i32,
  out: usize, outApart: usize, outStride: usize, blocks: i32, add: i32,
): void {
  const whole = steps & ~3
  for (let block = 0; block < blocks; block++, weights += weightStride, out += outStride) {
    if (whole) {
      for (let lane = 0; lane < lanes; lane++) {
        product(inputGradient + <usize>lane * apart, stride, uppers, weights, whole, out + <usize>lane * outApart, add)
      }
    }
    for (let t = whole; t < steps; t++) {
      const place = <usize>t << 6
      if (lanes == 4) {
        fourLanes(inputGradient + place, apart, stride, uppers, weights, out + place, outApart, add)
        continue
      }
      for (let lane = 0; lane < lanes; lane++) {
        step(inputGradient + place + <usize>lane * apart, stride, uppers, weights, out + place + <usize>lane * outApart, add)
      }
    }
  }
}

/** One block and step of four samples: as four steps in `product`. */
function fourLanes(
  inputGradient: usize, apart: usize, stride: usize, uppers: i32, weights: usize, out: usize, outApart: usize, add: i32,
): void {
  const apart2 = apart << 1
  const apart3 = apart2 + apart
  for (let half: usize = 0; half < 64; half += 32) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    let e = a
    let f = a
    let g = a
    let h = a
    let w = weights + half
    let block = inputGradient
    for (let left = uppers; left > 0; left -= 16) {
      const end = block + (<usize>min(left, 16) << 2)
      for (let at = block; at < end; at += 4) {
        const w0 = v128.load(w)
        const w1 = v128.load(w, 16)
        const x = v128.load32_splat(at)
        a = multiplyAdd(a, x, w0)
        b = multiplyAdd(b, x, w1)
        const y = v128.load32_splat(at + apart)
        c = multiplyAdd(c, y, w0)
        d = multiplyAdd(d, y, w1)
        const z = v128.load32_splat(at + apart2)
        e = multiplyAdd(e, z, w0)
        f = multiplyAdd(f, z, w1)
        const q = v128.load32_splat(at + apart3)
        g = multiplyAdd(g, q, w0)
        h = multiplyAdd(h, q, w1)
        w += 64
      }
      block += stride
    }
    put(out + half, a, b, add)
    put(out + half + outApart, c, d, add)
    put(out + half + outApart * 2, e, f, add)
    put(out + half + outApart * 3, g, h, add)
  }
}

// @ts-ignore: decorator
@inline
function put(at: usize, a: v128, b: v128, add: i32): void {
  if (add) {
    a = f32x4.add(a, v128.load(at))
    b = f32x4.add(b, v128.load(at, 16))
  }
  v128.store(at, a)
  v128.store(at, b, 16)
}

/** `fastProduct` for each source block, of rows that are `apart` bytes from each other. */
export function cycleFastProduct(
  gradient: usize, scales: usize, rowWords: i32, pairs: i32, weights: usize, weightStride: usize, worth: usize, rows: i32,
  out: usize, apart: usize, outStride: usize, blocks: i32, add: i32,
): void {
  for (let block = 0; block < blocks; block++, weights += weightStride, worth += 64, out += outStride) {
    fastProduct(gradient, scales, rowWords, pairs, weights, worth, rows, apart, out, add)
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

/**
 * Adds to each block of `out` what its spikes bring where they arrive: as `unshift`, for steps from <= t < to of all blocks. Without
 * `delays` (0) every spike takes `late` steps.
 */
export function unshiftAll(
  lanes: i32, apart: usize, arrived: usize, stride: usize, delays: usize, late: i32, from: i32, to: i32, steps: i32,
  out: usize, outApart: usize, outStride: usize, blocks: i32,
): void {
  for (let lane = 0; lane < lanes; lane++, arrived += apart, out += outApart) {
    if (!delays) {
      unshiftAlike(arrived, stride, late, from, to, steps, out, outStride, blocks)
      continue
    }
    for (let block: usize = 0; block < <usize>blocks; block++) {
      unshift(arrived + block * stride, delays + (block << 6), from, to, steps, out + block * outStride, 1)
    }
  }
}

function unshiftAlike(
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
