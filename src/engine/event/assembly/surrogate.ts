// Surrogate derivatives; formulas in src/network/surrogate.ts, whose order of kinds is the one here. Every neuron's forward pass ends
// with `emit`: the membrane potential becomes the surrogate derivative with the spike in its sign bit.
import { exp4 } from "./exp"

// V8 builds a vector literal anew each time a loop passes it; one that was loaded stays. The engine writes these at the start of the memory.
const constants: usize = 192

// @ts-ignore: decorator
@inline
export function one4(): v128 {
  return v128.load(constants)
}

// @ts-ignore: decorator
@inline
export function sign4(): v128 {
  return v128.load(constants, 16)
}

// @ts-ignore: decorator
@inline
function shape(kind: i32, x: v128, one: v128, sign: v128): v128 {
  const size = v128.andnot(x, sign)
  if (kind == 0) return exp4(v128.or(x, sign))
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
    const e = exp4(v128.or(x, sign))
    const d = f32x4.add(one, e)
    return f32x4.div(f32x4.mul(f32x4.splat(4), e), f32x4.mul(d, d))
  }
  if (kind == 5) return v128.and(one, f32x4.lt(size, one))
  return one
}

/** Stores the derivative at u of four neurons, with the sign bit set where `spiked` (u >= threshold). */
// @ts-ignore: decorator
@inline
export function emit(
  kind: i32, at: usize, u: v128, spiked: v128, theta: v128, inverse: v128, height: v128, one: v128, sign: v128,
): void {
  const slope = f32x4.mul(height, shape(kind, f32x4.mul(f32x4.sub(u, theta), inverse), one, sign))
  v128.store(at, v128.or(slope, v128.and(spiked, sign)))
}

/** Notes the spikes of a block in steps from <= t < to, which stand in the sign bits, as 16 bits a step, `stride` bytes apart. */
export function noteSpikes(block: usize, from: i32, to: i32, masks: usize, stride: usize): void {
  const end = block + (<usize>to << 6)
  block += <usize>from << 6
  masks += <usize>from * stride
  for (; block < end; block += 64, masks += stride) {
    const low = i16x8.narrow_i32x4_s(v128.load(block), v128.load(block, 16))
    const high = i16x8.narrow_i32x4_s(v128.load(block, 32), v128.load(block, 48))
    store<u16>(masks, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)))
  }
}
