// The gradient of the taps of a filter (filter.ts), of one block of 16 neurons, 64 bytes a step.
import { multiplyAdd } from "./multiply-add"

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
