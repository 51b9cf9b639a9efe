// Surrogate derivatives; formulas in src/network/surrogate.ts, whose order of kinds is the one here. Every neuron's forward pass ends
// with `emit`: the membrane potential becomes the surrogate derivative with the spike in its sign bit.
import { one4 } from "./constants"
import { powerOfTwo4 } from "./exp"

// @ts-ignore: decorator
@inline
function slope(kind: i32, distance: v128, breadth: v128, height: v128, sign: v128): v128 {
  if (kind == 0) return f32x4.mul(height, powerOfTwo4(f32x4.mul(v128.andnot(distance, sign), breadth)))
  if (kind == 1) {
    const r = f32x4.div(height, f32x4.add(breadth, v128.andnot(distance, sign)))
    return f32x4.mul(r, r)
  }
  if (kind == 2) {
    const y = f32x4.mul(distance, breadth)
    return f32x4.div(height, f32x4.add(one4(), f32x4.mul(y, y)))
  }
  if (kind == 4) {
    const e = powerOfTwo4(f32x4.mul(v128.andnot(distance, sign), breadth))
    const d = f32x4.add(one4(), e)
    return f32x4.div(f32x4.mul(height, e), f32x4.mul(d, d))
  }
  if (kind == 6) return height
  const size = f32x4.mul(v128.andnot(distance, sign), breadth)
  if (kind == 5) return v128.and(height, f32x4.lt(size, one4()))
  return f32x4.mul(height, f32x4.pmax(f32x4.splat(0), f32x4.sub(one4(), size)))
}

/**
 * Stores the derivative at u of four neurons, with the sign bit set where `spiked` (u >= threshold). `breadth` and `height` are loaded from
 * the neuron's table, where src/engine/event/neurons/slope.ts puts them: V8 would work out anew in each turn of a loop what is not loaded.
 */
// @ts-ignore: decorator
@inline
export function emit(
  kind: i32, at: usize, u: v128, spiked: v128, theta: v128, breadth: v128, height: v128, sign: v128,
): void {
  v128.store(at, v128.or(slope(kind, f32x4.sub(u, theta), breadth, height, sign), v128.and(spiked, sign)))
}

/** Notes which of eight neurons spiked: 8 bits. */
// @ts-ignore: decorator
@inline
export function noteHalf(mask: usize, low: v128, high: v128): void {
  store<u8>(mask, i32x4.bitmask(low) | (i32x4.bitmask(high) << 4))
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
