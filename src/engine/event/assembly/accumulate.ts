// Input of one block of 16 neurons: for each step the sum of the weight rows of the spikes that arrive; and the transpose.
//
// Two ways. Where many spikes arrive in a step, its sum is kept in registers. Where few do, a loop over the spikes of a step would be
// guessed wrong by the processor at every step, which costs more than the sum: there one loop goes over all spikes, and adds in memory.

/** Spikes a step from which sums are kept in registers. */
const many = 4

/** `input[t] (+)= sum of weights[row]` over the rows delivered at step t, from <= t < to; `weights` is one block, 64 bytes a source. */
export function accumulate(
  rows: usize, at: usize, offsets: usize, from: i32, to: i32, weights: usize, input: usize, add: i32,
): void {
  const first = <usize>load<i32>(offsets + (<usize>from << 2)) << 2
  const end = <usize>load<i32>(offsets + (<usize>to << 2)) << 2
  if (<i32>((end - first) >> 2) < many * (to - from)) {
    if (add) addRows(rows, at, first, end, weights, input)
    else {
      memory.fill(input + (<usize>from << 6), 0, <usize>(to - from) << 6)
      sumRows(rows, at, first, end, weights, input)
    }
    return
  }
  let k = rows + first
  input += <usize>from << 6
  for (let t = from + 1; t <= to; t++, input += 64) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    if (add) {
      a = v128.load(input)
      b = v128.load(input, 16)
      c = v128.load(input, 32)
      d = v128.load(input, 48)
    }
    // two sums at once: each addition waits for the one before it
    let e = f32x4.splat(0)
    let f = e
    let g = e
    let h = e
    const last = rows + (<usize>load<i32>(offsets + (<usize>t << 2)) << 2)
    for (; k + 8 <= last; k += 8) {
      const row = weights + load<u32>(k)
      const next = weights + load<u32>(k, 4)
      a = f32x4.add(a, v128.load(row))
      b = f32x4.add(b, v128.load(row, 16))
      c = f32x4.add(c, v128.load(row, 32))
      d = f32x4.add(d, v128.load(row, 48))
      e = f32x4.add(e, v128.load(next))
      f = f32x4.add(f, v128.load(next, 16))
      g = f32x4.add(g, v128.load(next, 32))
      h = f32x4.add(h, v128.load(next, 48))
    }
    if (k < last) {
      const row = weights + load<u32>(k)
      a = f32x4.add(a, v128.load(row))
      b = f32x4.add(b, v128.load(row, 16))
      c = f32x4.add(c, v128.load(row, 32))
      d = f32x4.add(d, v128.load(row, 48))
      k += 4
    }
    v128.store(input, f32x4.add(a, e))
    v128.store(input, f32x4.add(b, f), 16)
    v128.store(input, f32x4.add(c, g), 32)
    v128.store(input, f32x4.add(d, h), 48)
  }
}

function addRows(rows: usize, at: usize, first: usize, end: usize, weights: usize, input: usize): void {
  for (let k = first; k < end; k += 4) {
    const row = weights + load<u32>(rows + k)
    addTo(input + load<u32>(at + k), v128.load(row), v128.load(row, 16), v128.load(row, 32), v128.load(row, 48))
  }
}

// All is loaded before anything is stored: else V8 does not widen it.
// @ts-ignore: decorator
@inline
function addTo(place: usize, a: v128, b: v128, c: v128, d: v128): void {
  const e = f32x4.add(v128.load(place), a)
  const f = f32x4.add(v128.load(place, 16), b)
  const g = f32x4.add(v128.load(place, 32), c)
  const h = f32x4.add(v128.load(place, 48), d)
  v128.store(place, e)
  v128.store(place, f, 16)
  v128.store(place, g, 32)
  v128.store(place, h, 48)
}

// The sum of a step is kept in registers and stored with each of its spikes: what was just stored need not be loaded.
function sumRows(rows: usize, at: usize, first: usize, end: usize, weights: usize, input: usize): void {
  let a = f32x4.splat(0)
  let b = a
  let c = a
  let d = a
  let before = i32x4.splat(-1)
  for (let k = first; k < end; k += 4) {
    const row = weights + load<u32>(rows + k)
    const step = v128.load32_splat(at + k)
    const same = i32x4.eq(step, before)
    before = step
    a = f32x4.add(v128.and(a, same), v128.load(row))
    b = f32x4.add(v128.and(b, same), v128.load(row, 16))
    c = f32x4.add(v128.and(c, same), v128.load(row, 32))
    d = f32x4.add(v128.and(d, same), v128.load(row, 48))
    const sum = input + load<u32>(at + k)
    v128.store(sum, a)
    v128.store(sum, b, 16)
    v128.store(sum, c, 32)
    v128.store(sum, d, 48)
  }
}

/** `gradient[row] += input gradient at step t` for every row delivered at a step from <= t < to: the transpose of `accumulate`. */
export function weightGradient(
  rows: usize, at: usize, offsets: usize, from: i32, to: i32, inputGradient: usize, gradient: usize,
): void {
  const first = <usize>load<i32>(offsets + (<usize>from << 2)) << 2
  const end = <usize>load<i32>(offsets + (<usize>to << 2)) << 2
  if (<i32>((end - first) >> 2) < many * (to - from)) {
    for (let k = first; k < end; k += 4) {
      const row = gradient + load<u32>(rows + k)
      const step = inputGradient + load<u32>(at + k)
      addTo(row, v128.load(step), v128.load(step, 16), v128.load(step, 32), v128.load(step, 48))
    }
    return
  }
  let k = rows + first
  inputGradient += <usize>from << 6
  for (let t = from + 1; t <= to; t++, inputGradient += 64) {
    const a = v128.load(inputGradient)
    const b = v128.load(inputGradient, 16)
    const c = v128.load(inputGradient, 32)
    const d = v128.load(inputGradient, 48)
    const last = rows + (<usize>load<i32>(offsets + (<usize>t << 2)) << 2)
    for (; k < last; k += 4) {
      addTo(gradient + load<u32>(k), a, b, c, d)
    }
  }
}
