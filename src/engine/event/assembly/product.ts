// The gradient with respect to a lower population's spikes: DS = GI W^T, four steps x 8 neurons at a time. The inner loop is left rolled:
// with fewer than 16 registers an unrolled one spills, and takes half as long again.
import { multiplyAdd } from "./multiply-add"

/**
 * One lower block: `out[t] (+)= sum over upper neurons k of inputGradient[t][k] weights[k]`, for `steps` steps, a multiple of four.
 * `inputGradient`: `uppers` neurons in blocks of `stride` bytes each, 64 bytes a step; `weights`: 64 bytes an upper neuron.
 */
export function product(
  inputGradient: usize, stride: usize, uppers: i32, weights: usize, steps: i32, out: usize, add: i32,
): void {
  for (let half: usize = 0; half < 64; half += 32) {
    for (let t = 0; t < steps; t += 4) {
      let a = f32x4.splat(0)
      let b = a
      let c = a
      let d = a
      let e = a
      let f = a
      let g = a
      let h = a
      let w = weights + half
      let block = inputGradient + (<usize>t << 6)
      for (let left = uppers; left > 0; left -= 16) {
        const end = block + (<usize>min(left, 16) << 2)
        for (let at = block; at < end; at += 4) {
          const w0 = v128.load(w)
          const w1 = v128.load(w, 16)
          const x = v128.load32_splat(at)
          a = multiplyAdd(a, x, w0)
          b = multiplyAdd(b, x, w1)
          const y = v128.load32_splat(at, 64)
          c = multiplyAdd(c, y, w0)
          d = multiplyAdd(d, y, w1)
          const z = v128.load32_splat(at, 128)
          e = multiplyAdd(e, z, w0)
          f = multiplyAdd(f, z, w1)
          const q = v128.load32_splat(at, 192)
          g = multiplyAdd(g, q, w0)
          h = multiplyAdd(h, q, w1)
          w += 64
        }
        block += stride
      }
      storeTile(out + half + (<usize>t << 6), a, b, c, d, e, f, g, h, add)
    }
  }
}

/** Adds the further ones of `many` arrays, which lie `apart` bytes apart, to the first, in order; `count`: their numbers, a multiple of 16. */
export function addUp(first: usize, apart: usize, many: i32, count: i32): void {
  const beyond = apart * many
  for (const end = first + (<usize>count << 2); first < end; first += 64) {
    let a = v128.load(first)
    let b = v128.load(first, 16)
    let c = v128.load(first, 32)
    let d = v128.load(first, 48)
    for (let on = apart; on < beyond; on += apart) {
      a = f32x4.add(a, v128.load(first + on))
      b = f32x4.add(b, v128.load(first + on, 16))
      c = f32x4.add(c, v128.load(first + on, 32))
      d = f32x4.add(d, v128.load(first + on, 48))
    }
    v128.store(first, a)
    v128.store(first, b, 16)
    v128.store(first, c, 32)
    v128.store(first, d, 48)
  }
}

/** Writes, or adds, four steps x 8 neurons of a block. */
// @ts-ignore: decorator
@inline
export function storeTile(
  at: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128, add: i32,
): void {
  if (add) {
    a = f32x4.add(a, v128.load(at))
    b = f32x4.add(b, v128.load(at, 16))
    c = f32x4.add(c, v128.load(at, 64))
    d = f32x4.add(d, v128.load(at, 80))
    e = f32x4.add(e, v128.load(at, 128))
    f = f32x4.add(f, v128.load(at, 144))
    g = f32x4.add(g, v128.load(at, 192))
    h = f32x4.add(h, v128.load(at, 208))
  }
  v128.store(at, a)
  v128.store(at, b, 16)
  v128.store(at, c, 64)
  v128.store(at, d, 80)
  v128.store(at, e, 128)
  v128.store(at, f, 144)
  v128.store(at, g, 192)
  v128.store(at, h, 208)
}
