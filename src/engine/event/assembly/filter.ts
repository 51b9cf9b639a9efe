// A filter of any taps over time, its transpose and the gradient of its taps. One block of 16 neurons, 64 bytes a step; half a block and
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

/** Steps whose inputs and membrane gradients stay in the first cache. */
const cached = 128

/** Adds the gradient of each tap: gradient[k] += sum over t of membrane gradient(t) x input(t - k), over 16 neurons. */
export function tapGradient(input: usize, membrane: usize, steps: i32, gradient: usize, count: i32): void {
  for (let from = 0; from < steps; from += cached) {
    const to = min(steps, from + cached)
    let k = 0
    for (; k + 7 <= count; k += 7) sevenTaps(input, membrane, max(from, k + 6), to, k, gradient)
    for (; k < count; k++) oneTap(input, membrane, max(from, k), to, k, gradient)
  }
  // steps for which not all of a tap's neighbours have an input inside of the window
  for (let k = 0; k + 7 <= count; k += 7) {
    for (let tap = k; tap < k + 6; tap++) oneTap(input, membrane, tap, min(steps, k + 6), tap, gradient)
  }
}

// Taps k to k + 6: a membrane gradient that is loaded meets seven inputs, and sums need not wait for one another.
function sevenTaps(input: usize, membrane: usize, from: i32, to: i32, k: i32, gradient: usize): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  let e = a
  let f = a
  let g = a
  const end = membrane + (<usize>to << 6)
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    let oldest = input + quarter + (<usize>(from - k - 6) << 6)
    for (let at = membrane + quarter + (<usize>from << 6); at < end; at += 64, oldest += 64) {
      const m = v128.load(at)
      a = multiplyAdd(a, m, v128.load(oldest, 384))
      b = multiplyAdd(b, m, v128.load(oldest, 320))
      c = multiplyAdd(c, m, v128.load(oldest, 256))
      d = multiplyAdd(d, m, v128.load(oldest, 192))
      e = multiplyAdd(e, m, v128.load(oldest, 128))
      f = multiplyAdd(f, m, v128.load(oldest, 64))
      g = multiplyAdd(g, m, v128.load(oldest))
    }
  }
  const place = gradient + (<usize>k << 2)
  add(place, a)
  add(place + 4, b)
  add(place + 8, c)
  add(place + 12, d)
  add(place + 16, e)
  add(place + 20, f)
  add(place + 24, g)
}

function oneTap(input: usize, membrane: usize, from: i32, to: i32, k: i32, gradient: usize): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  let x = input + (<usize>(from - k) << 6)
  const end = membrane + (<usize>to << 6)
  for (let at = membrane + (<usize>from << 6); at < end; at += 64, x += 64) {
    a = multiplyAdd(a, v128.load(at), v128.load(x))
    b = multiplyAdd(b, v128.load(at, 16), v128.load(x, 16))
    c = multiplyAdd(c, v128.load(at, 32), v128.load(x, 32))
    d = multiplyAdd(d, v128.load(at, 48), v128.load(x, 48))
  }
  add(gradient + (<usize>k << 2), f32x4.add(f32x4.add(a, b), f32x4.add(c, d)))
}

// @ts-ignore: decorator
@inline
function add(place: usize, sum: v128): void {
  const total = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)
  store<f32>(place, load<f32>(place) + total)
}
