// The product of product.ts in 16-bit integers, which the processor multiplies and adds in pairs: nearly twice as fast, with an error
// of about 1e-4. Two neighbouring upper neurons share a 32-bit word.
import { rounder4, sign4 } from "./constants"

/**
 * Input gradients as 16-bit numbers: each row has its own scale, so that its largest becomes `bound`. `inputGradient`: `blocks` blocks of
 * `stride` bytes, whose rows are `by` bytes apart (64 for every step, 128 for every second). `out`: for each four of the `rows` rows (read up to a
 * multiple of four), words of two numbers, the four rows of a word side by side; `scales`: what one unit of a row is worth.
 */
export function quantise(
  inputGradient: usize, stride: usize, blocks: i32, rows: i32, by: usize, bound: f32, out: usize, scales: usize,
): void {
  for (let row = 0; row < rows; row += 4, inputGradient += by << 2, scales += 16) {
    const next = inputGradient + by
    const third = next + by
    const last = third + by
    const p = factorOf(inputGradient, stride, blocks, bound, scales)
    const q = factorOf(next, stride, blocks, bound, scales + 4)
    const r = factorOf(third, stride, blocks, bound, scales + 8)
    const s = factorOf(last, stride, blocks, bound, scales + 12)
    for (let block = 0, from: usize = 0; block < blocks; block++, from += stride) {
      for (let half: usize = 0; half < 64; half += 32, out += 64) {
        const on = from + half
        storeWords(out, words(inputGradient + on, p), words(next + on, q), words(third + on, r), words(last + on, s))
      }
    }
  }
}

// What the numbers of a row are multiplied by.
// @ts-ignore: decorator
@inline
function factorOf(row: usize, stride: usize, blocks: i32, bound: f32, scale: usize): v128 {
  const sign = sign4()
  let largest = f32x4.splat(0)
  for (let block = 0; block < blocks; block++, row += stride) {
    const x = f32x4.pmax(v128.andnot(v128.load(row), sign), v128.andnot(v128.load(row, 16), sign))
    const y = f32x4.pmax(v128.andnot(v128.load(row, 32), sign), v128.andnot(v128.load(row, 48), sign))
    largest = f32x4.pmax(largest, f32x4.pmax(x, y))
  }
  const top: f32 = max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  )
  const live = top > 1e-30
  store<f32>(scale, live ? top / bound : 0)
  return f32x4.splat(live ? bound / top : 0)
}

// Eight numbers as four words.
// @ts-ignore: decorator
@inline
function words(at: usize, factor: v128): v128 {
  const rounder = rounder4()
  const a = i32x4.sub(f32x4.add(f32x4.mul(v128.load(at), factor), rounder), rounder)
  const b = i32x4.sub(f32x4.add(f32x4.mul(v128.load(at, 16), factor), rounder), rounder)
  return i16x8.narrow_i32x4_s(a, b)
}

// Four words of four rows, turned.
// @ts-ignore: decorator
@inline
function storeWords(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5)
  v128.store(out, v128.shuffle<i32>(ab, cd, 0, 1, 4, 5))
  v128.store(out, v128.shuffle<i32>(ab, cd, 2, 3, 6, 7), 16)
  const ef = v128.shuffle<i32>(a, b, 2, 6, 3, 7)
  const gh = v128.shuffle<i32>(c, d, 2, 6, 3, 7)
  v128.store(out, v128.shuffle<i32>(ef, gh, 0, 1, 4, 5), 32)
  v128.store(out, v128.shuffle<i32>(ef, gh, 2, 3, 6, 7), 48)
}

/**
 * One lower block: `out[row] (+)= sum over upper neurons of gradient x weight`, for `rows` rows, a multiple of four, `by` bytes apart.
 * `gradient` and `scales` are from `quantise`, `rowWords` words a row, of which the first `pairs` count; `weights`: two halves of
 * `rowWords` x 8 neurons x 2 numbers of 16 bits; `worth`: what one unit of each neuron's weights is worth.
 */
export function fastProduct(
  gradient: usize, scales: usize, rowWords: i32, pairs: i32, weights: usize, worth: usize, rows: i32, by: usize, out: usize, add: i32,
): void {
  const tile = <usize>rowWords << 4
  const used = <usize>pairs << 4
  for (let half: usize = 0; half < 2; half++) {
    const first = weights + half * (<usize>rowWords << 5)
    const worth0 = v128.load(worth + (half << 5))
    const worth1 = v128.load(worth + (half << 5), 16)
    let to = out + (half << 5)
    let from = gradient
    for (let t = 0; t < rows; t += 4, from += tile) {
      let a = i32x4.splat(0)
      let b = a
      let c = a
      let d = a
      let e = a
      let f = a
      let g = a
      let h = a
      let w = first
      for (let at = from, end = from + used; at < end; at += 16) {
        const w0 = v128.load(w)
        const w1 = v128.load(w, 16)
        const x = v128.load32_splat(at)
        a = i32x4.add(a, i32x4.dot_i16x8_s(x, w0))
        b = i32x4.add(b, i32x4.dot_i16x8_s(x, w1))
        const y = v128.load32_splat(at, 4)
        c = i32x4.add(c, i32x4.dot_i16x8_s(y, w0))
        d = i32x4.add(d, i32x4.dot_i16x8_s(y, w1))
        const z = v128.load32_splat(at, 8)
        e = i32x4.add(e, i32x4.dot_i16x8_s(z, w0))
        f = i32x4.add(f, i32x4.dot_i16x8_s(z, w1))
        const q = v128.load32_splat(at, 12)
        g = i32x4.add(g, i32x4.dot_i16x8_s(q, w0))
        h = i32x4.add(h, i32x4.dot_i16x8_s(q, w1))
        w += 32
      }
      const scale = scales + (<usize>t << 2)
      put(a, b, worth0, worth1, scale, to, add)
      put(c, d, worth0, worth1, scale + 4, to + by, add)
      put(e, f, worth0, worth1, scale + 8, to + (by << 1), add)
      put(g, h, worth0, worth1, scale + 12, to + by * 3, add)
      to += by << 2
    }
  }
}

// @ts-ignore: decorator
@inline
function put(a: v128, b: v128, worth0: v128, worth1: v128, scale: usize, to: usize, add: i32): void {
  const s = v128.load32_splat(scale)
  let x = f32x4.mul(f32x4.convert_i32x4_s(a), f32x4.mul(worth0, s))
  let y = f32x4.mul(f32x4.convert_i32x4_s(b), f32x4.mul(worth1, s))
  if (add) {
    x = f32x4.add(x, v128.load(to))
    y = f32x4.add(y, v128.load(to, 16))
  }
  v128.store(to, x)
  v128.store(to, y, 16)
}
