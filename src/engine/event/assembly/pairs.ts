// Sharp synaptic delays: one a pair, so that a spike arrives at each target in a step of its own. A table of them is laid out as the weights,
// [target block][source][16], in bytes of a block (delay x 64). Buffers in which spikes arrive go on behind the window for the longest delay.

import { multiplyAdd } from "./multiply-add"

/** One target block: adds the weight of each pair where a spike arrives. */
export function pairsForward(rows: usize, at: usize, spikes: i32, weights: usize, delays: usize, arrived: usize): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const last = delays + row + 64
    let weight = weights + row
    let place = arrived + load<u32>(at + k)
    for (let delay = delays + row; delay < last; delay += 32, weight += 32, place += 32) {
      const a = place + load<u32>(delay)
      store<f32>(a, load<f32>(a) + load<f32>(weight))
      const b = place + load<u32>(delay, 4)
      store<f32>(b, load<f32>(b, 4) + load<f32>(weight, 4), 4)
      const c = place + load<u32>(delay, 8)
      store<f32>(c, load<f32>(c, 8) + load<f32>(weight, 8), 8)
      const d = place + load<u32>(delay, 12)
      store<f32>(d, load<f32>(d, 12) + load<f32>(weight, 12), 12)
      const e = place + load<u32>(delay, 16)
      store<f32>(e, load<f32>(e, 16) + load<f32>(weight, 16), 16)
      const f = place + load<u32>(delay, 20)
      store<f32>(f, load<f32>(f, 20) + load<f32>(weight, 20), 20)
      const g = place + load<u32>(delay, 24)
      store<f32>(g, load<f32>(g, 24) + load<f32>(weight, 24), 24)
      const h = place + load<u32>(delay, 28)
      store<f32>(h, load<f32>(h, 28) + load<f32>(weight, 28), 28)
    }
  }
}

/** How many of the pairs a spike is too late for, of the spikes begin <= k < end and the first `lanes` targets of a block. */
export function pairsLost(rows: usize, at: usize, begin: i32, end: i32, steps: i32, delays: usize, lanes: i32): i32 {
  const real = (1 << lanes) - 1
  let lost = 0
  for (let k = <usize>begin << 2; k < <usize>end << 2; k += 4) {
    const row = delays + load<u32>(rows + k)
    const least = i32x4.splat((steps << 6) - <i32>load<u32>(at + k))
    const low = i16x8.narrow_i32x4_s(i32x4.ge_s(v128.load(row), least), i32x4.ge_s(v128.load(row, 16), least))
    const high = i16x8.narrow_i32x4_s(i32x4.ge_s(v128.load(row, 32), least), i32x4.ge_s(v128.load(row, 48), least))
    lost += popcnt(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) & real)
  }
  return lost
}

/**
 * Writes the input gradient of a block and beside each number by how much it is above that of the step before (`ahead` 0), or that of the next
 * step is above it (1): 128 bytes a step. Steps behind the window, of which there are `late`, are 0.
 */
export function besideSlopes(gradient: usize, steps: i32, ahead: i32, late: i32, out: usize): void {
  const none = f32x4.splat(0)
  for (let quad: usize = 0; quad < 64; quad += 16) {
    let before = none
    let here = v128.load(gradient + quad)
    let to = out + (quad << 1)
    let from = gradient + quad
    for (let t = 1; t <= steps; t++, to += 128) {
      from += 64
      const next = t < steps ? v128.load(from) : none
      const slope = ahead ? f32x4.sub(next, here) : f32x4.sub(here, before)
      v128.store(to, v128.shuffle<i32>(here, slope, 0, 4, 1, 5))
      v128.store(to, v128.shuffle<i32>(here, slope, 2, 6, 3, 7), 16)
      before = here
      here = next
    }
  }
  memory.fill(out + (<usize>steps << 7), 0, <usize>late << 7)
}

/** The transpose, for weights and delays: adds what `besideSlopes` wrote, where a spike arrives, to two numbers a pair, [source][16][2]. */
export function pairsGradient(rows: usize, at: usize, spikes: i32, delays: usize, gradients: usize, out: usize): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const last = delays + row + 64
    const time = load<u32>(at + k)
    let to = out + (row << 1)
    let from = gradients
    for (let delay = delays + row; delay < last; delay += 32, to += 64, from += 64) {
      let a = v128.load64_zero(from + ((time + load<u32>(delay)) << 1))
      a = v128.load64_lane(from + ((time + load<u32>(delay, 4)) << 1), a, 1, 8)
      v128.store(to, f32x4.add(v128.load(to), a))
      let b = v128.load64_zero(from + ((time + load<u32>(delay, 8)) << 1), 16)
      b = v128.load64_lane(from + ((time + load<u32>(delay, 12)) << 1), b, 1, 24)
      v128.store(to, f32x4.add(v128.load(to, 16), b), 16)
      let c = v128.load64_zero(from + ((time + load<u32>(delay, 16)) << 1), 32)
      c = v128.load64_lane(from + ((time + load<u32>(delay, 20)) << 1), c, 1, 40)
      v128.store(to, f32x4.add(v128.load(to, 32), c), 32)
      let d = v128.load64_zero(from + ((time + load<u32>(delay, 24)) << 1), 48)
      d = v128.load64_lane(from + ((time + load<u32>(delay, 28)) << 1), d, 1, 56)
      v128.store(to, f32x4.add(v128.load(to, 48), d), 48)
    }
  }
}

/** Steps that are worked out at a time: as many sums as fit into registers. */
const together = 28

/**
 * The transpose, for the spikes: `out[source][t - from] = sum over targets of weight gradient[target][t + delay]` for steps from <= t < to, up to
 * 27 more. `gradients`: a row of `length` numbers a target (turn.ts), 0 behind the window; `out`: rows of `outLength` numbers.
 */
export function pairsBack(
  gradients: usize, length: i32, targets: i32, sources: i32, weights: usize, delays: usize, from: i32, to: i32,
  out: usize, outLength: i32,
): void {
  const rowBytes = <usize>length << 2
  const outBytes = <usize>outLength << 2
  const blockBytes = <usize>sources << 6
  for (let t = from; t < to; t += together) {
    // of 16 targets at a time the gradients stay in the first cache
    for (let first = 0; first < targets; first += 16) {
      const lanes = <usize>min(16, targets - first) << 2
      const block = <usize>(first >> 4) * blockBytes
      const start = gradients + <usize>first * rowBytes + (<usize>t << 2)
      let line = out + (<usize>(t - from) << 2)
      let place = block
      for (let source = 0; source < sources; source++, line += outBytes, place += 64) {
        let a = f32x4.splat(0)
        let b = a
        let c = a
        let d = a
        let e = a
        let f = a
        let g = a
        if (first > 0) {
          a = v128.load(line)
          b = v128.load(line, 16)
          c = v128.load(line, 32)
          d = v128.load(line, 48)
          e = v128.load(line, 64)
          f = v128.load(line, 80)
          g = v128.load(line, 96)
        }
        let row = start
        for (let at = place; at < place + lanes; at += 4, row += rowBytes) {
          const w = v128.load32_splat(weights + at)
          const x = row + (load<u32>(delays + at) >> 4)
          a = multiplyAdd(a, w, v128.load(x))
          b = multiplyAdd(b, w, v128.load(x, 16))
          c = multiplyAdd(c, w, v128.load(x, 32))
          d = multiplyAdd(d, w, v128.load(x, 48))
          e = multiplyAdd(e, w, v128.load(x, 64))
          f = multiplyAdd(f, w, v128.load(x, 80))
          g = multiplyAdd(g, w, v128.load(x, 96))
        }
        v128.store(line, a)
        v128.store(line, b, 16)
        v128.store(line, c, 32)
        v128.store(line, d, 48)
        v128.store(line, e, 64)
        v128.store(line, f, 80)
        v128.store(line, g, 96)
      }
    }
  }
}
