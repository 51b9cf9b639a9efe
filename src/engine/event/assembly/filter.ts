// A filter of any taps over time, its transpose and the gradient of its taps. One block of 16 neurons, 64 bytes a step; half a block and
// four steps at a time, as in product.ts: each row that is loaded serves four steps. Three zeros must stand before the taps and behind them.

/** A filter of `count` taps, for steps from <= t < to: out(t) = sum over k of tap(k) input(t - k). */
export function filterForward(input: usize, out: usize, from: i32, to: i32, taps: usize, count: i32): void {
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

/** Its transpose: out(t) = sum over k of tap(k) gradient(t + k), 0 past the window of `steps`; both may be the same place. */
export function filterBackward(
  gradient: usize, out: usize, from: i32, to: i32, steps: i32, taps: usize, count: i32,
): void {
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
    a = f32x4.add(a, f32x4.mul(x, r0))
    b = f32x4.add(b, f32x4.mul(x, r1))
    const y = v128.load32_splat(taps + beside)
    c = f32x4.add(c, f32x4.mul(y, r0))
    d = f32x4.add(d, f32x4.mul(y, r1))
    const z = v128.load32_splat(taps + beside * 2)
    e = f32x4.add(e, f32x4.mul(z, r0))
    f = f32x4.add(f, f32x4.mul(z, r1))
    const q = v128.load32_splat(taps + beside * 3)
    g = f32x4.add(g, f32x4.mul(q, r0))
    h = f32x4.add(h, f32x4.mul(q, r1))
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
    a = f32x4.add(a, f32x4.mul(x, v128.load(at)))
    b = f32x4.add(b, f32x4.mul(x, v128.load(at, 16)))
  }
  v128.store(out, a)
  v128.store(out, b, 16)
}

/** Adds the gradient of each tap: gradient[k] += sum over t of membrane gradient(t) x input(t - k), over 16 neurons. */
export function tapGradient(input: usize, membrane: usize, steps: i32, gradient: usize, count: i32): void {
  let k = 0
  // five taps at a time: a membrane gradient that is loaded meets five inputs
  for (; k + 5 <= min(count, steps); k += 5) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    let e = a
    const back = <usize>k << 6
    const end = membrane + (<usize>steps << 6)
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      let from = input + quarter + 256
      for (let at = membrane + quarter + back + 256; at < end; at += 64, from += 64) {
        const m = v128.load(at)
        a = f32x4.add(a, f32x4.mul(m, v128.load(from)))
        b = f32x4.add(b, f32x4.mul(m, v128.load(from - 64)))
        c = f32x4.add(c, f32x4.mul(m, v128.load(from - 128)))
        d = f32x4.add(d, f32x4.mul(m, v128.load(from - 192)))
        e = f32x4.add(e, f32x4.mul(m, v128.load(from - 256)))
      }
    }
    const place = gradient + (<usize>k << 2)
    add(place, a)
    add(place + 4, b)
    add(place + 8, c)
    add(place + 12, d)
    add(place + 16, e)
    // steps for which not all five inputs lie inside of the window
    for (let t = k; t < k + 4; t++) {
      for (let tap = k; tap <= t; tap++) meet(input, membrane, t, tap, gradient)
    }
  }
  for (; k < count; k++) {
    for (let t = k; t < steps; t++) meet(input, membrane, t, k, gradient)
  }
}

function meet(input: usize, membrane: usize, t: i32, tap: i32, gradient: usize): void {
  const at = membrane + (<usize>t << 6)
  const from = input + (<usize>(t - tap) << 6)
  let sum = f32x4.mul(v128.load(at), v128.load(from))
  sum = f32x4.add(sum, f32x4.mul(v128.load(at, 16), v128.load(from, 16)))
  sum = f32x4.add(sum, f32x4.mul(v128.load(at, 32), v128.load(from, 32)))
  sum = f32x4.add(sum, f32x4.mul(v128.load(at, 48), v128.load(from, 48)))
  add(gradient + (<usize>tap << 2), sum)
}

// @ts-ignore: decorator
@inline
function add(place: usize, sum: v128): void {
  const total = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)
  store<f32>(place, load<f32>(place) + total)
}
