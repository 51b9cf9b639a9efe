// The product of product.ts for those neurons and steps alone whose surrogate derivative is not zero: all others' gradients are multiplied by
// zero anyway. Where few are, as with rectangles and narrow triangles, that is less than the whole product.
import { multiplyAdd } from "./multiply-add"

// @ts-ignore: decorator
@inline
function live(slopes: usize): i32 {
  const zero = f32x4.splat(0)
  const low = i16x8.narrow_i32x4_s(f32x4.ne(v128.load(slopes), zero), f32x4.ne(v128.load(slopes, 16), zero))
  const high = i16x8.narrow_i32x4_s(f32x4.ne(v128.load(slopes, 32), zero), f32x4.ne(v128.load(slopes, 48), zero))
  return i8x16.bitmask(i8x16.narrow_i16x8_s(low, high))
}

/** How many of the derivatives of a block, 64 bytes a step, are not zero. */
export function liveSlopes(slopes: usize, steps: i32): i32 {
  let count = 0
  for (const end = slopes + (<usize>steps << 6); slopes < end; slopes += 64) count += popcnt(live(slopes))
  return count
}

/**
 * One lower block whose derivatives are `slopes`: `out[t][n] (+)= sum over upper neurons k of inputGradient[t][k] weight[k][n]` where the derivative
 * is not zero, and 0 (or what is there) elsewhere; of the block's first `lanes` neurons. `inputGradient`: `blocks` blocks of `stride` bytes, 64 a step; `weights`: those of the forward
 * pass, of this block's first neuron; blocks of them are `weightStride` bytes apart.
 */
export function sparseProduct(
  slopes: usize, inputGradient: usize, stride: usize, blocks: i32, weights: usize, weightStride: usize, steps: i32, lanes: i32, out: usize, add: i32,
): void {
  const real = (1 << lanes) - 1
  for (let t = 0; t < steps; t++, slopes += 64, inputGradient += 64, out += 64) {
    if (!add) {
      const zero = f32x4.splat(0)
      v128.store(out, zero)
      v128.store(out, zero, 16)
      v128.store(out, zero, 32)
      v128.store(out, zero, 48)
    }
    for (let bits = live(slopes) & real; bits; bits &= bits - 1) {
      const lane = <usize>ctz(bits)
      let a = f32x4.splat(0)
      let b = a
      let c = a
      let d = a
      let at = inputGradient
      let w = weights + (lane << 6)
      for (let block = 0; block < blocks; block++, at += stride, w += weightStride) {
        a = multiplyAdd(a, v128.load(at), v128.load(w))
        b = multiplyAdd(b, v128.load(at, 16), v128.load(w, 16))
        c = multiplyAdd(c, v128.load(at, 32), v128.load(w, 32))
        d = multiplyAdd(d, v128.load(at, 48), v128.load(w, 48))
      }
      a = f32x4.add(f32x4.add(a, b), f32x4.add(c, d))
      a = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1))
      const place = out + (lane << 2)
      store<f32>(place, load<f32>(place) + f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1))
    }
  }
}
