// Between blocks of 16 neurons, 64 bytes a step, and rows: a neuron's steps behind each other, `length` numbers a row.

// The four numbers of four vectors, turned: the first of each, the second of each, ...
// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5)
}
// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7)
}
// @ts-ignore: decorator
@inline
function lower(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 1, 4, 5)
}
// @ts-ignore: decorator
@inline
function upper(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 3, 6, 7)
}

/**
 * Writes the steps from <= t < to of a block to 16 rows; `from` is a multiple of four. The rows' numbers from the window's end on, of which
 * there are at least three, are 0.
 */
export function turnToRows(block: usize, from: i32, to: i32, steps: i32, length: i32, rows: usize): void {
  const bytes = <usize>length << 2
  for (let quad: usize = 0; quad < 16; quad += 4) {
    let at = block + (<usize>from << 6) + (quad << 2)
    let out = rows + quad * bytes + (<usize>from << 2)
    const next = out + bytes
    const beside = bytes << 1
    const last = block + (<usize>to << 6)
    for (let on: usize = 0; at < last; at += 256, on += 16) {
      const a = v128.load(at)
      const b = v128.load(at, 64)
      const c = v128.load(at, 128)
      const d = v128.load(at, 192)
      const ab = low(a, b)
      const cd = low(c, d)
      v128.store(out + on, lower(ab, cd))
      v128.store(next + on, upper(ab, cd))
      const ef = high(a, b)
      const gh = high(c, d)
      v128.store(out + beside + on, lower(ef, gh))
      v128.store(next + beside + on, upper(ef, gh))
    }
  }
  if (to < steps) return
  for (let lane: usize = 0; lane < 16; lane++) {
    memory.fill(rows + lane * bytes + (<usize>steps << 2), 0, <usize>(length - steps) << 2)
  }
}

/** Writes the four steps from t on of four neurons, each in a vector of its own, to (or adds them to) 16 bytes of each step of a block. */
// @ts-ignore: decorator
@inline
function storeTurned(a: v128, b: v128, c: v128, d: v128, out: usize, add: i32): void {
  const ab = low(a, b)
  const cd = low(c, d)
  let one = lower(ab, cd)
  let two = upper(ab, cd)
  const ef = high(a, b)
  const gh = high(c, d)
  let three = lower(ef, gh)
  let four = upper(ef, gh)
  if (add) {
    one = f32x4.add(one, v128.load(out))
    two = f32x4.add(two, v128.load(out, 64))
    three = f32x4.add(three, v128.load(out, 128))
    four = f32x4.add(four, v128.load(out, 192))
  }
  v128.store(out, one)
  v128.store(out, two, 64)
  v128.store(out, three, 128)
  v128.store(out, four, 192)
}

/** Writes (or adds) the first `count` numbers of 16 rows, up to three more, to a block. */
export function turnToBlock(rows: usize, length: i32, count: i32, block: usize, add: i32): void {
  const bytes = <usize>length << 2
  for (let quad: usize = 0; quad < 16; quad += 4) {
    const row = rows + quad * bytes
    const next = row + bytes
    const beside = bytes << 1
    let out = block + (quad << 2)
    for (let at: usize = 0; at < <usize>count << 2; at += 16, out += 256) {
      const a = v128.load(row + at)
      const b = v128.load(next + at)
      const c = v128.load(row + beside + at)
      const d = v128.load(next + beside + at)
      storeTurned(a, b, c, d, out, add)
    }
  }
}
