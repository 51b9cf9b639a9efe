// Sharp synaptic delays: one a pair, so that a spike arrives at each target in a step of its own. A table of them is laid out as the weights,
// [target block][source][16]: in bytes, where in a block's 16 rows what is sent in step 0 arrives (a row a target, four bytes a step). Rows go on
// behind the window for the longest delay.
//
// Spikes are listed by unit, and units by how many spikes they have (`listByUnit`): what belongs to a pair then stays in registers while all
// spikes of its source pass, and the processor foresees where they end. Four targets at a time, or their rows would not fit into the first cache.

/** One target block: adds the weight of each pair to the target's row where a spike arrives. */
export function pairsForward(
  order: usize, times: usize, starts: usize, units: i32, weights: usize, delays: usize, arrived: usize,
): void {
  for (let quad: usize = 0; quad < 64; quad += 16) {
    for (let u: usize = 0; u < <usize>units << 2; u += 4) {
      const unit = <usize>load<u32>(order + u)
      const own = (unit << 6) + quad
      const a = arrived + load<u32>(delays + own)
      const b = arrived + load<u32>(delays + own, 4)
      const c = arrived + load<u32>(delays + own, 8)
      const d = arrived + load<u32>(delays + own, 12)
      const wa = load<f32>(weights + own)
      const wb = load<f32>(weights + own, 4)
      const wc = load<f32>(weights + own, 8)
      const wd = load<f32>(weights + own, 12)
      const end = times + load<u32>(starts + (unit << 2), 4)
      for (let k = times + load<u32>(starts + (unit << 2)); k < end; k += 4) {
        const t = <usize>load<u32>(k)
        store<f32>(a + t, load<f32>(a + t) + wa)
        store<f32>(b + t, load<f32>(b + t) + wb)
        store<f32>(c + t, load<f32>(c + t) + wc)
        store<f32>(d + t, load<f32>(d + t) + wd)
      }
    }
  }
}

/** The same a spike at a time, which is quicker for units with few of them. `rows`, `times`: spikes by unit. */
export function pairsForwardFew(rows: usize, times: usize, spikes: i32, weights: usize, delays: usize, arrived: usize): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const last = delays + row + 64
    let weight = weights + row
    const place = arrived + load<u32>(times + k)
    for (let delay = delays + row; delay < last; delay += 16, weight += 16) {
      const ab = load<u64>(delay)
      const cd = load<u64>(delay, 8)
      const a = place + <usize>ab
      store<f32>(a, load<f32>(a) + load<f32>(weight))
      const b = place + <usize>(ab >> 32)
      store<f32>(b, load<f32>(b) + load<f32>(weight, 4))
      const c = place + <usize>cd
      store<f32>(c, load<f32>(c) + load<f32>(weight, 8))
      const d = place + <usize>(cd >> 32)
      store<f32>(d, load<f32>(d) + load<f32>(weight, 12))
    }
  }
}

/** How many of the pairs a spike is too late for, of the spikes begin <= k < end and the first `lanes` targets of a block. */
export function pairsLost(
  rows: usize, at: usize, begin: i32, end: i32, steps: i32, delays: usize, rowBytes: i32, lanes: i32,
): i32 {
  const real = (1 << lanes) - 1
  const lane = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(rowBytes))
  const quad = i32x4.splat(rowBytes << 2)
  let lost = 0
  for (let k = <usize>begin << 2; k < <usize>end << 2; k += 4) {
    const row = delays + load<u32>(rows + k)
    const a = i32x4.add(lane, i32x4.splat((steps << 2) - <i32>(load<u32>(at + k) >> 4)))
    const b = i32x4.add(a, quad)
    const c = i32x4.add(b, quad)
    const d = i32x4.add(c, quad)
    const low = i16x8.narrow_i32x4_s(i32x4.ge_s(v128.load(row), a), i32x4.ge_s(v128.load(row, 16), b))
    const high = i16x8.narrow_i32x4_s(i32x4.ge_s(v128.load(row, 32), c), i32x4.ge_s(v128.load(row, 48), d))
    lost += popcnt(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)) & real)
  }
  return lost
}

/**
 * Writes the input gradient of a block as rows of `rowBytes`, and beside each number by how much it is above that of the step before (`ahead` 0),
 * or that of the next step is above it (1). Behind the window they are 0.
 */
export function besideSlopes(gradient: usize, steps: i32, ahead: i32, out: usize, rowBytes: usize): void {
  const none = f32x4.splat(0)
  for (let quad: usize = 0; quad < 64; quad += 16) {
    let before = none
    let from = gradient + quad
    let to = out
    for (let t = 0; t < steps; t += 2, from += 128, to += 16) {
      const here = v128.load(from)
      const next = t + 1 < steps ? v128.load(from, 64) : none
      const second = f32x4.sub(next, here)
      const first = ahead ? second : f32x4.sub(here, before)
      const third = ahead ? f32x4.sub(t + 2 < steps ? v128.load(from, 128) : none, next) : second
      const ab = v128.shuffle<i32>(here, first, 0, 4, 1, 5)
      const cd = v128.shuffle<i32>(here, first, 2, 6, 3, 7)
      const ef = v128.shuffle<i32>(next, third, 0, 4, 1, 5)
      const gh = v128.shuffle<i32>(next, third, 2, 6, 3, 7)
      v128.store(to, v128.shuffle<i64>(ab, ef, 0, 2))
      v128.store(to + rowBytes, v128.shuffle<i64>(ab, ef, 1, 3))
      v128.store(to + (rowBytes << 1), v128.shuffle<i64>(cd, gh, 0, 2))
      v128.store(to + rowBytes * 3, v128.shuffle<i64>(cd, gh, 1, 3))
      before = next
    }
    for (let lane = 0; lane < 4; lane++, out += rowBytes) {
      memory.fill(out + (<usize>steps << 3), 0, rowBytes - (<usize>steps << 3))
    }
  }
}

/** The transpose, for weights and delays: adds what `besideSlopes` wrote, where a spike arrives, to two numbers a pair, [source][16][2]. */
export function pairsGradient(
  order: usize, times: usize, starts: usize, units: i32, delays: usize, gradients: usize, out: usize,
): void {
  for (let quad: usize = 0; quad < 64; quad += 16) {
    for (let u: usize = 0; u < <usize>units << 2; u += 4) {
      const unit = <usize>load<u32>(order + u)
      const own = (unit << 6) + quad
      const a = gradients + (load<u32>(delays + own) << 1)
      const b = gradients + (load<u32>(delays + own, 4) << 1)
      const c = gradients + (load<u32>(delays + own, 8) << 1)
      const d = gradients + (load<u32>(delays + own, 12) << 1)
      const to = out + (own << 1)
      let ab = v128.load(to)
      let cd = v128.load(to, 16)
      const end = times + load<u32>(starts + (unit << 2), 4)
      for (let k = times + load<u32>(starts + (unit << 2)); k < end; k += 4) {
        const t = <usize>load<u32>(k) << 1
        ab = f32x4.add(ab, v128.load64_lane(b + t, v128.load64_zero(a + t), 1))
        cd = f32x4.add(cd, v128.load64_lane(d + t, v128.load64_zero(c + t), 1))
      }
      v128.store(to, ab)
      v128.store(to, cd, 16)
    }
  }
}

/** The same a spike at a time. */
export function pairsGradientFew(rows: usize, times: usize, spikes: i32, delays: usize, gradients: usize, out: usize): void {
  for (let k: usize = 0; k < <usize>spikes << 2; k += 4) {
    const row = <usize>load<u32>(rows + k)
    const last = delays + row + 64
    const place = gradients + (<usize>load<u32>(times + k) << 1)
    let to = out + (row << 1)
    for (let delay = delays + row; delay < last; delay += 32, to += 64) {
      let a = v128.load64_zero(place + (load<u32>(delay) << 1))
      a = v128.load64_lane(place + (load<u32>(delay, 4) << 1), a, 1)
      v128.store(to, f32x4.add(v128.load(to), a))
      let b = v128.load64_zero(place + (load<u32>(delay, 8) << 1))
      b = v128.load64_lane(place + (load<u32>(delay, 12) << 1), b, 1)
      v128.store(to, f32x4.add(v128.load(to, 16), b), 16)
      let c = v128.load64_zero(place + (load<u32>(delay, 16) << 1))
      c = v128.load64_lane(place + (load<u32>(delay, 20) << 1), c, 1)
      v128.store(to, f32x4.add(v128.load(to, 32), c), 32)
      let d = v128.load64_zero(place + (load<u32>(delay, 24) << 1))
      d = v128.load64_lane(place + (load<u32>(delay, 28) << 1), d, 1)
      v128.store(to, f32x4.add(v128.load(to, 48), d), 48)
    }
  }
}
