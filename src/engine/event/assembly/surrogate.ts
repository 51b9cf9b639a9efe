// Surrogate derivatives; formulas in src/network/surrogate.ts, whose order of kinds is the one here. Every neuron's forward pass ends
// with `emit`: the membrane potential becomes the surrogate derivative with the spike in its sign bit.
import { exp4 } from "./exp"

// @ts-ignore: decorator
@inline
function shape(kind: i32, x: v128): v128 {
  const one = f32x4.splat(1)
  const size = f32x4.abs(x)
  if (kind == 0) return exp4(f32x4.neg(size))
  if (kind == 1) {
    const r = f32x4.div(one, f32x4.add(one, size))
    return f32x4.mul(r, r)
  }
  if (kind == 2) {
    const y = f32x4.mul(x, f32x4.splat(1.5707963267948966))
    return f32x4.div(one, f32x4.add(one, f32x4.mul(y, y)))
  }
  if (kind == 3) return f32x4.max(f32x4.splat(0), f32x4.sub(one, size))
  if (kind == 4) {
    const e = exp4(f32x4.neg(size))
    const d = f32x4.add(one, e)
    return f32x4.div(f32x4.mul(f32x4.splat(4), e), f32x4.mul(d, d))
  }
  if (kind == 5) return v128.and(one, f32x4.lt(size, one))
  return one
}

/** Stores the derivative at u of four neurons, with the sign bit set where `spiked` (u >= threshold). */
// @ts-ignore: decorator
@inline
export function emit(kind: i32, at: usize, u: v128, spiked: v128, theta: v128, inverse: v128, height: v128): void {
  const slope = f32x4.mul(height, shape(kind, f32x4.mul(f32x4.sub(u, theta), inverse)))
  v128.store(at, v128.or(slope, v128.and(spiked, i32x4.splat(0x80000000))))
}

/** Bits of four vectors as one number of 16. */
// @ts-ignore: decorator
@inline
export function bits16(a: v128, b: v128, c: v128, d: v128): i32 {
  return i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)))
}
