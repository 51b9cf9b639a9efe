// A filter of any taps over time and its transpose; gradients of taps: tap-gradient.ts. One block of 16 neurons, 64 bytes a step; half a block and
// four steps at a time, as in product.ts: each row that is loaded serves four steps. Three zeros must stand before the taps and behind them.
//
// Taps of the form (level + slope k) decay^k need no sum over them: two leaky sums carry it from step to step, from which is taken what leaves
// the filter. `recursion`: decay (0: other taps), level, slope, and what of an input is left in each sum when it leaves.
import { flush } from "./flush"
import { multiplyAdd } from "./multiply-add"

/**
 * A filter of `count` taps, for steps from <= t < to: out(t) = sum over k of tap(k) input(t - k). A recursion carries `state` (128 bytes) from
 * one stretch to the next.
 */
export function filterForward(
  input: usize, out: usize, from: i32, to: i32, steps: i32, taps: usize, count: i32, state: usize, recursion: usize,
): void {
  if (load<f32>(recursion) != 0) {
    if (from == 0) memory.fill(state, 0, 128)
    recur(input, out, from, to, 1, steps, count, state, recursion)
    return
  }
  for (let half: usize = 0; half < 64; half += 32) {
    let t = from
    for (; t + 4 <= to; t += 4) {
      // the row of step t + 3 is the first that counts, with tap 0 for step t + 3
      const rows = min(count, t + 1) + 3
      four(input + half + (<usize>(t + 3) << 6), -64, rows, taps - 12, 4, out + half + (<usize>t << 6))
    }
    for (; t < to; t++) {
      const at = half + (<usize>t << 6)
      one(input + at, -64, min(count, t + 1), taps, out + at)
    }
  }
}

/** Its transpose: out(t) = sum over k of tap(k) gradient(t + k), 0 past the window of `steps`. */
export function filterBackward(
  gradient: usize, out: usize, from: i32, to: i32, steps: i32, taps: usize, count: i32, state: usize, recursion: usize,
): void {
  if (load<f32>(recursion) != 0) {
    if (to == steps) memory.fill(state, 0, 128)
    recur(gradient, out, to - 1, from - 1, -1, steps, count, state, recursion)
    return
  }
  for (let half: usize = 0; half < 64; half += 32) {
    let t = from
    for (; t + 4 <= to; t += 4) {
      const at = half + (<usize>t << 6)
      four(gradient + at, 64, min(count + 3, steps - t), taps, -4, out + at)
    }
    for (; t < to; t++) {
      const at = half + (<usize>t << 6)
      one(gradient + at, 64, min(count, steps - t), taps, out + at)
    }
  }
}

// @ts-ignore: decorator
@inline
function recur(
  input: usize, out: usize, first: i32, end: i32, by: i32, steps: i32, count: i32, state: usize, recursion: usize,
): void {
  const a = v128.load32_splat(recursion)
  const level = v128.load32_splat(recursion, 4)
  const slope = v128.load32_splat(recursion, 8)
  const leftP = v128.load32_splat(recursion, 12)
  const leftQ = v128.load32_splat(recursion, 16)
  const back = by * count
  for (let half: usize = 0; half < 64; half += 32) {
    let p0 = v128.load(state + half)
    let p1 = v128.load(state + half, 16)
    let q0 = v128.load(state + half, 64)
    let q1 = v128.load(state + half, 80)
    for (let t = first; t != end; t += by) {
      const at = half + (<usize>t << 6)
      q0 = f32x4.mul(a, f32x4.add(q0, p0))
      q1 = f32x4.mul(a, f32x4.add(q1, p1))
      p0 = f32x4.add(f32x4.mul(a, p0), v128.load(input + at))
      p1 = f32x4.add(f32x4.mul(a, p1), v128.load(input + at, 16))
      // what leaves; outside of the window, as unsigned numbers, are those before it too
      if (<u32>(t - back) < <u32>steps) {
        const old = input + half + (<usize>(t - back) << 6)
        const x0 = v128.load(old)
        const x1 = v128.load(old, 16)
        p0 = f32x4.sub(p0, f32x4.mul(leftP, x0))
        p1 = f32x4.sub(p1, f32x4.mul(leftP, x1))
        q0 = f32x4.sub(q0, f32x4.mul(leftQ, x0))
        q1 = f32x4.sub(q1, f32x4.mul(leftQ, x1))
      }
      if ((t & 7) == 0) {
        p0 = flush(p0)
        p1 = flush(p1)
        q0 = flush(q0)
        q1 = flush(q1)
      }
      v128.store(out + at, f32x4.add(f32x4.mul(level, p0), f32x4.mul(slope, q0)))
      v128.store(out + at, f32x4.add(f32x4.mul(level, p1), f32x4.mul(slope, q1)), 16)
    }
    v128.store(state + half, p0)
    v128.store(state + half, p1, 16)
    v128.store(state + half, q0, 64)
    v128.store(state + half, q1, 80)
  }
}

// Four steps: the sum over `rows` rows, `by` bytes apart. The taps of the first step begin at `taps` and move on with the rows; those of each
// further step lie `beside` bytes from those of the one before.
// @ts-ignore: decorator
@inline
function four(at: usize, by: isize, rows: i32, taps: usize, beside: isize, out: usize): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  let e = a
  let f = a
  let g = a
  let h = a
  for (const end = taps + (<usize>rows << 2); taps < end; taps += 4) {
    const r0 = v128.load(at)
    const r1 = v128.load(at, 16)
    const x = v128.load32_splat(taps)
    a = multiplyAdd(a, x, r0)
    b = multiplyAdd(b, x, r1)
    const y = v128.load32_splat(taps + beside)
    c = multiplyAdd(c, y, r0)
    d = multiplyAdd(d, y, r1)
    const z = v128.load32_splat(taps + beside * 2)
    e = multiplyAdd(e, z, r0)
    f = multiplyAdd(f, z, r1)
    const q = v128.load32_splat(taps + beside * 3)
    g = multiplyAdd(g, q, r0)
    h = multiplyAdd(h, q, r1)
    at += by
  }
  v128.store(out, a)
  v128.store(out, b, 16)
  v128.store(out, c, 64)
  v128.store(out, d, 80)
  v128.store(out, e, 128)
  v128.store(out, f, 144)
  v128.store(out, g, 192)
  v128.store(out, h, 208)
}

/** One step. */
// @ts-ignore: decorator
@inline
function one(at: usize, by: isize, rows: i32, taps: usize, out: usize): void {
  let a = f32x4.splat(0)
  let b = a
  for (const end = taps + (<usize>rows << 2); taps < end; taps += 4, at += by) {
    const x = v128.load32_splat(taps)
    a = multiplyAdd(a, x, v128.load(at))
    b = multiplyAdd(b, x, v128.load(at, 16))
  }
  v128.store(out, a)
  v128.store(out, b, 16)
}
