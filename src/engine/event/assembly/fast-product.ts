// The product of product.ts in 16-bit integers, which the processor multiplies and adds in pairs: nearly twice as fast, with an error
// of about 1e-4. Two neighbouring upper neurons share a 32-bit word.
import { rounder4, sign4 } from "./constants"

/**
 * Input gradients as 16-bit numbers: each row has its own scale, so that its largest becomes `bound`. `inputGradient`: `blocks` blocks of
 * `stride` bytes, whose rows are `by` bytes apart (64 for every step, 128 for every second). `out`: rows of 16 numbers a block; `scales`:
 * what one unit of a row is worth.
 */
export function quantise(
  inputGradient: usize, stride: usize, blocks: i32, rows: i32, by: usize, bound: f32, out: usize, scales: usize,
): void {
  const sign = sign4()
  const rounder = rounder4()
  for (let row = 0; row < rows; row++) {
    const at = inputGradient + <usize>row * by
    let largest = f32x4.splat(0)
    for (let block = 0, from = at; block < blocks; block++, from += stride) {
      const x = f32x4.pmax(v128.andnot(v128.load(from), sign), v128.andnot(v128.load(from, 16), sign))
      const y = f32x4.pmax(v128.andnot(v128.load(from, 32), sign), v128.andnot(v128.load(from, 48), sign))
      largest = f32x4.pmax(largest, f32x4.pmax(x, y))
    }
    const top: f32 = max(
      max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
      max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
    )
    const live = top > 1e-30
    const factor = f32x4.splat(live ? bound / top : 0)
    store<f32>(scales + (<usize>row << 2), live ? top / bound : 0)
    for (let block = 0, from = at; block < blocks; block++, from += stride, out += 32) {
      const a = i32x4.sub(f32x4.add(f32x4.mul(v128.load(from), factor), rounder), rounder)
      const b = i32x4.sub(f32x4.add(f32x4.mul(v128.load(from, 16), factor), rounder), rounder)
      const c = i32x4.sub(f32x4.add(f32x4.mul(v128.load(from, 32), factor), rounder), rounder)
      const d = i32x4.sub(f32x4.add(f32x4.mul(v128.load(from, 48), factor), rounder), rounder)
      v128.store(out, i16x8.narrow_i32x4_s(a, b))
      v128.store(out, i16x8.narrow_i32x4_s(c, d), 16)
    }
  }
}

/**
 * One lower block: `out[row] (+)= sum over upper neurons of gradient x weight`, for `rows` rows, a multiple of four, `by` bytes apart.
 * `gradient` and `scales` are from `quantise`, rows of `rowWords` words, of which the first `pairs` count; `weights`: two halves of
 * `rowWords` x 8 neurons x 2 numbers of 16 bits; `worth`: what one unit of each neuron's weights is worth.
 */
export function fastProduct(
  gradient: usize, scales: usize, rowWords: i32, pairs: i32, weights: usize, worth: usize, rows: i32, by: usize, out: usize, add: i32,
): void {
  const row = <usize>rowWords << 2
  const row2 = row << 1
  const row3 = row2 + row
  const used = <usize>pairs << 2
  for (let half: usize = 0; half < 2; half++) {
    const first = weights + half * (<usize>rowWords << 5)
    const worth0 = v128.load(worth + (half << 5))
    const worth1 = v128.load(worth + (half << 5), 16)
    let to = out + (half << 5)
    for (let t = 0; t < rows; t += 4) {
      let a = i32x4.splat(0)
      let b = a
      let c = a
      let d = a
      let e = a
      let f = a
      let g = a
      let h = a
      let w = first
      let at = gradient + <usize>t * row
      for (const end = at + used; at < end; at += 4) {
        const w0 = v128.load(w)
        const w1 = v128.load(w, 16)
        const x = v128.load32_splat(at)
        a = i32x4.add(a, i32x4.dot_i16x8_s(x, w0))
        b = i32x4.add(b, i32x4.dot_i16x8_s(x, w1))
        const y = v128.load32_splat(at + row)
        c = i32x4.add(c, i32x4.dot_i16x8_s(y, w0))
        d = i32x4.add(d, i32x4.dot_i16x8_s(y, w1))
        const z = v128.load32_splat(at + row2)
        e = i32x4.add(e, i32x4.dot_i16x8_s(z, w0))
        f = i32x4.add(f, i32x4.dot_i16x8_s(z, w1))
        const q = v128.load32_splat(at + row3)
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
