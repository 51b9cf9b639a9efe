// Delays that hold back other things than whole event lists. A delay is a row of shares: what is sent in a step t arrives in the steps
// t + at, t + at + 1, ... in these shares (a sharp delay has one, of 1); and a row of slopes, from step t + at + shift on: what the loss
// changes by with the delay. What would arrive past the window is lost, and with `at` past it a spike gives no slope either.
// Tables lie in blocks of 16: `ats` 64 bytes a block (integers), shares 64 bytes each, a block's `count` of them behind each other.

import { multiplyAdd } from "./multiply-add"

/**
 * One block of 16 lanes: `out[t + at + r] (+)= share[r] input[t]` for steps from <= t < to, each lane by its own delay: dendrites, forward.
 */
export function holdBack(
  input: usize, ats: usize, shares: usize, count: i32, from: i32, to: i32, steps: i32, out: usize, add: i32,
): void {
  if (!add) memory.fill(out, 0, <usize>steps << 6)
  for (let lane: usize = 0; lane < 64; lane += 4) {
    const first = load<i32>(ats + lane)
    for (let r = 0; r < count; r++) {
      const share = load<f32>(shares + (<usize>r << 6) + lane)
      if (share == 0) continue
      const late = first + r
      const end = input + (<usize>max(from, min(to, steps - late)) << 6) + lane
      let place = out + (<usize>(from + late) << 6) + lane
      for (let at = input + (<usize>from << 6) + lane; at < end; at += 64, place += 64) {
        store<f32>(place, load<f32>(place) + share * load<f32>(at))
      }
    }
  }
}

/** Its transpose: `out[t] (+)= sum over r of share[r] gradient[t + at + r]`, 0 past the window, for steps from <= t < to. */
export function holdForth(
  gradient: usize, ats: usize, shares: usize, count: i32, from: i32, to: i32, steps: i32, out: usize, add: i32,
): void {
  if (!add) memory.fill(out + (<usize>from << 6), 0, <usize>(to - from) << 6)
  for (let lane: usize = 0; lane < 64; lane += 4) {
    const first = load<i32>(ats + lane)
    for (let r = 0; r < count; r++) {
      const share = load<f32>(shares + (<usize>r << 6) + lane)
      if (share == 0) continue
      const late = first + r
      const end = out + (<usize>max(from, min(to, steps - late)) << 6) + lane
      let at = gradient + (<usize>(from + late) << 6) + lane
      for (let place = out + (<usize>from << 6) + lane; place < end; place += 64, at += 64) {
        store<f32>(place, load<f32>(place) + share * load<f32>(at))
      }
    }
  }
}

/** Dendrites: adds to each lane's `out` the sum over t and r of input[t] slope[r] gradient[t + at + shift + r]. */
export function heldSlope(
  input: usize, gradient: usize, ats: usize, slopes: usize, count: i32, shift: i32, steps: i32, out: usize,
): void {
  for (let lane: usize = 0; lane < 64; lane += 4) {
    const first = load<i32>(ats + lane)
    let sum: f32 = 0
    for (let r = 0; r < count; r++) {
      const slope = load<f32>(slopes + (<usize>r << 6) + lane)
      if (slope == 0) continue
      const by = first + shift + r
      const end = min(steps - first, steps - by)
      let part: f32 = 0
      for (let t = max(0, -by); t < end; t++) {
        part += load<f32>(input + (<usize>t << 6) + lane) * load<f32>(gradient + (<usize>(t + by) << 6) + lane)
      }
      sum += slope * part
    }
    store<f32>(out + lane, load<f32>(out + lane) + sum)
  }
}

/** One target block, axons whose spikes are spread: `input[t + at + r] += share[r] weights[row]` for the spikes begin <= k < end of a list. */
export function spreadSpikes(
  rows: usize, at: usize, begin: i32, end: i32, steps: i32, weights: usize,
  ats: usize, shares: usize, count: i32, input: usize,
): void {
  for (let k = <usize>begin << 2; k < <usize>end << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const unit = row >> 6
    const share = shares + (unit >> 4) * (<usize>count << 6) + ((unit & 15) << 2)
    const first = <i32>(load<u32>(at + k) >> 6) + load<i32>(ats + (unit << 2))
    const w0 = v128.load(weights + row)
    const w1 = v128.load(weights + row, 16)
    const w2 = v128.load(weights + row, 32)
    const w3 = v128.load(weights + row, 48)
    const inside = min(count, steps - first)
    for (let r = 0; r < inside; r++) {
      const to = input + (<usize>(first + r) << 6)
      const s = v128.load32_splat(share + (<usize>r << 6))
      v128.store(to, f32x4.add(v128.load(to), f32x4.mul(s, w0)))
      v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(s, w1)), 16)
      v128.store(to, f32x4.add(v128.load(to, 32), f32x4.mul(s, w2)), 32)
      v128.store(to, f32x4.add(v128.load(to, 48), f32x4.mul(s, w3)), 48)
    }
  }
}

// @ts-ignore: decorator
@inline
function sum4(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3)
}

/**
 * Its transpose: the weights' gradient, and (where `delayGradient` is not 0) that of each source's delay, which has as many slopes as
 * shares, at the same steps.
 */
export function spreadGradients(
  rows: usize, at: usize, spikes: i32, steps: i32, weights: usize, ats: usize, shares: usize, slopes: usize,
  count: i32, inputGradient: usize, weightGradient: usize, delayGradient: usize,
): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const unit = row >> 6
    const table = (unit >> 4) * (<usize>count << 6) + ((unit & 15) << 2)
    const first = <i32>(load<u32>(at + k) >> 6) + load<i32>(ats + (unit << 2))
    const end = min(count, steps - first)
    const to = weightGradient + row
    let a = v128.load(to)
    let b = v128.load(to, 16)
    let c = v128.load(to, 32)
    let d = v128.load(to, 48)
    // by slope, to be multiplied by the weights once for all steps
    let e = f32x4.splat(0)
    let f = e
    let g = e
    let h = e
    let from = inputGradient + (<usize>first << 6)
    let share = shares + table
    let slope = slopes + table
    for (let r = 0; r < end; r++, from += 64, share += 64, slope += 64) {
      const x = v128.load32_splat(share)
      const y = v128.load32_splat(slope)
      const g0 = v128.load(from)
      a = multiplyAdd(a, x, g0)
      e = multiplyAdd(e, y, g0)
      const g1 = v128.load(from, 16)
      b = multiplyAdd(b, x, g1)
      f = multiplyAdd(f, y, g1)
      const g2 = v128.load(from, 32)
      c = multiplyAdd(c, x, g2)
      g = multiplyAdd(g, y, g2)
      const g3 = v128.load(from, 48)
      d = multiplyAdd(d, x, g3)
      h = multiplyAdd(h, y, g3)
    }
    v128.store(to, a)
    v128.store(to, b, 16)
    v128.store(to, c, 32)
    v128.store(to, d, 48)
    if (delayGradient) {
      const place = delayGradient + (unit << 2)
      let moved = f32x4.mul(e, v128.load(weights + row))
      moved = f32x4.add(moved, f32x4.mul(f, v128.load(weights + row, 16)))
      moved = f32x4.add(moved, f32x4.mul(g, v128.load(weights + row, 32)))
      moved = f32x4.add(moved, f32x4.mul(h, v128.load(weights + row, 48)))
      store<f32>(place, load<f32>(place) + sum4(moved))
    }
  }
}
