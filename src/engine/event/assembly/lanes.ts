// Dendrites with sharp delays: each of a block's 16 lanes is moved in time by whole steps of its own. Blocks as everywhere, 64 bytes a step.

import { multiplyAdd } from "./multiply-add"

// one lane, steps from <= t < to, any of which may lie outside of the window
function moveLane(input: usize, by: i32, from: i32, to: i32, steps: i32, out: usize): void {
  for (let t = from; t < to; t++) {
    const at = t + by
    const inside = at >= 0 && at < steps
    store<f32>(out + (<usize>t << 6), inside ? load<f32>(input + (<usize>at << 6)) : 0)
  }
}

/**
 * `out[t] = input[t + sign x delay]` of each lane for steps from <= t < to, 0 where that lies outside of the window of `steps`: what arrives
 * (sign -1), and the gradient of what was sent (sign 1). `delays`: 16 whole numbers.
 */
export function moveLanes(input: usize, delays: usize, sign: i32, from: i32, to: i32, steps: i32, out: usize): void {
  for (let quad: usize = 0; quad < 64; quad += 16) {
    const a = sign * load<i32>(delays + quad)
    const b = sign * load<i32>(delays + quad, 4)
    const c = sign * load<i32>(delays + quad, 8)
    const d = sign * load<i32>(delays + quad, 12)
    // the steps at which all four find something within the window, four of them a turn
    const begin = min(to, max(from, -min(min(a, b), min(c, d))))
    const end = begin + (max(0, min(to, steps - max(max(a, b), max(c, d))) - begin) & ~3)
    const block = input + quad
    let place = out + quad + (<usize>begin << 6)
    const last = out + quad + (<usize>end << 6)
    let x = block + (<usize>(begin + a) << 6)
    let y = block + (<usize>(begin + b) << 6) + 4
    let z = block + (<usize>(begin + c) << 6) + 8
    let w = block + (<usize>(begin + d) << 6) + 12
    for (; place < last; place += 256) {
      let one = v128.load32_zero(x)
      let two = v128.load32_zero(x, 64)
      let three = v128.load32_zero(x, 128)
      let four = v128.load32_zero(x, 192)
      one = v128.load32_lane(y, one, 1)
      two = v128.load32_lane(y, two, 1, 64)
      three = v128.load32_lane(y, three, 1, 128)
      four = v128.load32_lane(y, four, 1, 192)
      one = v128.load32_lane(z, one, 2)
      two = v128.load32_lane(z, two, 2, 64)
      three = v128.load32_lane(z, three, 2, 128)
      four = v128.load32_lane(z, four, 2, 192)
      one = v128.load32_lane(w, one, 3)
      two = v128.load32_lane(w, two, 3, 64)
      three = v128.load32_lane(w, three, 3, 128)
      four = v128.load32_lane(w, four, 3, 192)
      v128.store(place, one)
      v128.store(place, two, 64)
      v128.store(place, three, 128)
      v128.store(place, four, 192)
      x += 256
      y += 256
      z += 256
      w += 256
    }
    for (let lane: usize = 0; lane < 16; lane += 4) {
      const by = sign * load<i32>(delays + quad + lane)
      moveLane(block + lane, by, from, begin, steps, out + quad + lane)
      moveLane(block + lane, by, end, to, steps, out + quad + lane)
    }
  }
}

/**
 * The gradient of the lanes' delays, from what arrived: adds to `out` the sum over steps t of
 * arrived[t] (gradient[t + ahead] - gradient[t + ahead - 1]), where there is no gradient outside of the window; `ahead` is 0 or 1. Stretches from
 * <= t < to come one after another, the last one first; a step whose difference reaches into the stretch before is left to that.
 */
export function lanesSlope(arrived: usize, gradient: usize, ahead: i32, from: i32, to: i32, steps: i32, out: usize): void {
  const none = f32x4.splat(0)
  const begin = from + ahead > 0 ? from + 1 - ahead : 0
  const end = min(to + 1 - ahead, steps)
  for (let half: usize = 0; half < 64; half += 32) {
    let x = arrived + half + (<usize>begin << 6)
    let g = gradient + half + (<usize>(begin + ahead) << 6)
    const inside = begin + ahead > 0
    let a = inside ? v128.load(g - 64) : none
    let b = inside ? v128.load(g - 64, 16) : none
    let sumA = v128.load(out + half)
    let sumB = v128.load(out + half, 16)
    const last = arrived + half + (<usize>min(end, steps - ahead) << 6)
    for (; x < last; x += 64, g += 64) {
      const nextA = v128.load(g)
      const nextB = v128.load(g, 16)
      sumA = multiplyAdd(sumA, v128.load(x), f32x4.sub(nextA, a))
      sumB = multiplyAdd(sumB, v128.load(x, 16), f32x4.sub(nextB, b))
      a = nextA
      b = nextB
    }
    if (end > steps - ahead) {
      sumA = f32x4.sub(sumA, f32x4.mul(v128.load(x), a))
      sumB = f32x4.sub(sumB, f32x4.mul(v128.load(x, 16), b))
    }
    v128.store(out + half, sumA)
    v128.store(out + half, sumB, 16)
  }
}
