// Axons whose spikes are spread: a spike of a step t arrives in the steps t + at, t + at + 1, ... in shares. What arrives of all sources is laid
// out in tiles of four steps, [tile][source][4], `tileBytes` a tile, and worked on where it is not zero: a list says which sources are in a tile.
//
// Tables: `ats` an integer a source; shares and slopes `width` numbers a source, a multiple of four: three zeros, `count` shares, zeros (three
// at least).

import { multiplyAdd } from "./multiply-add"
import { storeTile } from "./product"

/**
 * Writes what arrives within the window, and which sources do: a mask a tile, 64 sources a word. Returns how many spikes there are whose
 * delay's whole steps (`delays`) take them past the window.
 */
export function spreadTiles(
  rows: usize, at: usize, spikes: i32, steps: i32, delays: usize, ats: usize, shares: usize, count: i32, width: i32,
  tiles: usize, tileBytes: usize, masks: usize, words: i32,
): i32 {
  const tileCount = (steps + 3) >> 2
  memory.fill(tiles, 0, <usize>tileCount * tileBytes)
  memory.fill(masks, 0, <usize>(tileCount * words) << 3)
  let lost = 0
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const unit = row >> 6
    const t = <i32>(load<u32>(at + k) >> 6)
    const first = t + load<i32>(ats + (unit << 2))
    lost += i32(t + load<i32>(delays + (unit << 2)) >= steps)
    const phase = first & 3
    let tile = first >> 2
    const end = min(tileCount, (first + count + 3) >> 2)
    const bit: u64 = 1 << (unit & 63)
    let share = shares + ((unit * <usize>width + 3 - phase) << 2)
    let to = tiles + <usize>tile * tileBytes + (unit << 4)
    let mask = masks + ((<usize>(tile * words) + (unit >> 6)) << 3)
    for (; tile < end; tile++) {
      v128.store(to, f32x4.add(v128.load(to), v128.load(share)))
      store<u64>(mask, load<u64>(mask) | bit)
      share += 16
      to += tileBytes
      mask += <usize>words << 3
    }
  }
  // what is left of the last tile arrives too late
  if (steps & 3) {
    const last = tiles + <usize>(tileCount - 1) * tileBytes
    for (let place = last; place < last + tileBytes; place += 16) {
      for (let step = <usize>(steps & 3) << 2; step < 16; step += 4) store<f32>(place + step, 0)
    }
  }
  return lost
}

/** One target block: `input[t] (+)= sum over sources of arriving[t] weights[source]`, for tiles from <= tile < to. */
export function tilesForward(
  rows: usize, offsets: usize, from: i32, to: i32, tiles: usize, tileBytes: usize, weights: usize, input: usize, add: i32,
): void {
  for (let half: usize = 0; half < 64; half += 32) {
    const own = weights + half
    let k = rows + (<usize>load<i32>(offsets + (<usize>from << 2)) << 2)
    for (let tile = from; tile < to; tile++) {
      const last = rows + (<usize>load<i32>(offsets + (<usize>tile << 2), 4) << 2)
      const arriving = tiles + <usize>tile * tileBytes
      let a = f32x4.splat(0)
      let b = a
      let c = a
      let d = a
      let e = a
      let f = a
      let g = a
      let h = a
      for (; k < last; k += 4) {
        const row = <usize>load<u32>(k)
        const at = arriving + (row >> 2)
        const w0 = v128.load(own + row)
        const w1 = v128.load(own + row, 16)
        const x = v128.load32_splat(at)
        a = multiplyAdd(a, x, w0)
        b = multiplyAdd(b, x, w1)
        const y = v128.load32_splat(at, 4)
        c = multiplyAdd(c, y, w0)
        d = multiplyAdd(d, y, w1)
        const z = v128.load32_splat(at, 8)
        e = multiplyAdd(e, z, w0)
        f = multiplyAdd(f, z, w1)
        const q = v128.load32_splat(at, 12)
        g = multiplyAdd(g, q, w0)
        h = multiplyAdd(h, q, w1)
      }
      storeTile(input + half + (<usize>tile << 8), a, b, c, d, e, f, g, h, add)
    }
  }
}

/** Its transpose, for the weights: `gradient[source] += sum over t of arriving[t] inputGradient[t]`. */
export function tilesGradient(
  rows: usize, offsets: usize, from: i32, to: i32, tiles: usize, tileBytes: usize, inputGradient: usize, gradient: usize,
): void {
  for (let half: usize = 0; half < 64; half += 32) {
    const own = gradient + half
    let k = rows + (<usize>load<i32>(offsets + (<usize>from << 2)) << 2)
    for (let tile = from; tile < to; tile++) {
      const last = rows + (<usize>load<i32>(offsets + (<usize>tile << 2), 4) << 2)
      const arriving = tiles + <usize>tile * tileBytes
      const g = inputGradient + half + (<usize>tile << 8)
      const a = v128.load(g)
      const b = v128.load(g, 16)
      const c = v128.load(g, 64)
      const d = v128.load(g, 80)
      const e = v128.load(g, 128)
      const f = v128.load(g, 144)
      const h = v128.load(g, 192)
      const i = v128.load(g, 208)
      for (; k < last; k += 4) {
        const row = <usize>load<u32>(k)
        const at = arriving + (row >> 2)
        const place = own + row
        const x = v128.load32_splat(at)
        let left = multiplyAdd(v128.load(place), x, a)
        let right = multiplyAdd(v128.load(place, 16), x, b)
        const y = v128.load32_splat(at, 4)
        left = multiplyAdd(left, y, c)
        right = multiplyAdd(right, y, d)
        const z = v128.load32_splat(at, 8)
        left = multiplyAdd(left, z, e)
        right = multiplyAdd(right, z, f)
        const q = v128.load32_splat(at, 12)
        v128.store(place, multiplyAdd(left, q, h))
        v128.store(place, multiplyAdd(right, q, i), 16)
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function sum4(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3)
}

/** The gradient of the delays: for each spike adds the sum over r of slope[r] arrived[t + at + r]; `arrived` as for `spreadForth`. */
export function spreadSlopes(
  rows: usize, at: usize, spikes: i32, steps: i32, arrived: usize, length: i32, ats: usize, slopes: usize, count: i32,
  width: i32, gradient: usize,
): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const unit = <usize>load<u32>(rows + k) >> 6
    const first = <i32>(load<u32>(at + k) >> 6) + load<i32>(ats + (unit << 2))
    if (first >= steps) continue
    let from = arrived + ((unit * <usize>length + first) << 2)
    let slope = slopes + ((unit * <usize>width + 3) << 2)
    let sum = f32x4.splat(0)
    for (let r = 0; r < count; r += 4, from += 16, slope += 16) {
      sum = multiplyAdd(sum, v128.load(from), v128.load(slope))
    }
    const place = gradient + (unit << 2)
    store<f32>(place, load<f32>(place) + sum4(sum))
  }
}

/**
 * The same for a source that needs no gradient of its own (the data): one upper block at a time, from its input gradient and weights; of what
 * arrives in the steps from <= t < to, for the first spikes.
 */
export function spreadSlopesAtSpikes(
  rows: usize, at: usize, spikes: i32, from: i32, to: i32, weights: usize, ats: usize, slopes: usize, count: i32,
  width: i32, inputGradient: usize, gradient: usize,
): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const unit = row >> 6
    const first = <i32>(load<u32>(at + k) >> 6) + load<i32>(ats + (unit << 2))
    if (first + count <= from || first >= to) continue
    const early = max(0, from - first)
    const inside = min(count, to - first)
    let e = f32x4.splat(0)
    let f = e
    let g = e
    let h = e
    let g0 = inputGradient + (<usize>(first + early) << 6)
    let slope = slopes + ((unit * <usize>width + 3 + early) << 2)
    for (let r = early; r < inside; r++, g0 += 64, slope += 4) {
      const s = v128.load32_splat(slope)
      e = multiplyAdd(e, s, v128.load(g0))
      f = multiplyAdd(f, s, v128.load(g0, 16))
      g = multiplyAdd(g, s, v128.load(g0, 32))
      h = multiplyAdd(h, s, v128.load(g0, 48))
    }
    let moved = f32x4.mul(e, v128.load(weights + row))
    moved = f32x4.add(moved, f32x4.mul(f, v128.load(weights + row, 16)))
    moved = f32x4.add(moved, f32x4.mul(g, v128.load(weights + row, 32)))
    moved = f32x4.add(moved, f32x4.mul(h, v128.load(weights + row, 48)))
    const place = gradient + (unit << 2)
    store<f32>(place, load<f32>(place) + sum4(moved))
  }
}
