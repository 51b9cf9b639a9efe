// Surrogate derivatives; formulas in src/network/surrogate.ts, whose order of kinds is the one here. Every neuron's forward pass ends
// with `emit`: the membrane potential becomes the surrogate derivative with the spike in its sign bit.
import { constant, one4 } from "./constants"
import { powerOfTwo4 } from "./exp"
import { multiplyAdd } from "./multiply-add"

// @ts-ignore: decorator
@inline
function slope(kind: i32, distance: v128, breadth: v128, height: v128, sign: v128): v128 {
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
 * Of an exponential the distance is stored instead, until `finish`.
 */
// @ts-ignore: decorator
@inline
export function emit(
  kind: i32, at: usize, u: v128, spiked: v128, theta: v128, breadth: v128, height: v128, sign: v128,
): void {
  const distance = f32x4.sub(u, theta)
  const value = kind == 0 ? v128.andnot(distance, sign) : slope(kind, distance, breadth, height, sign)
  v128.store(at, v128.or(value, v128.and(spiked, sign)))
}

/**
 * Turns what `emit` stored of a block in steps from <= t < to into derivatives. An exponential is too much to work out in a loop over steps that
 * wait for one another; here none does. It is that of exp.ts, with fewer sums that wait and with its constants in registers.
 */
// @ts-ignore: decorator
@inline
export function finish(kind: i32, block: usize, from: i32, to: i32, breadth: v128, height: v128, sign: v128): void {
  if (kind != 0) return
  const least = constant(3)
  const rounder = constant(2)
  const one = one4()
  const c1 = constant(4)
  const c2 = constant(5)
  const c3 = constant(6)
  const c4 = constant(7)
  const c5 = constant(8)
  const end = block + (<usize>to << 6)
  for (let at = block + (<usize>from << 6); at < end; at += 16) {
    const stored = v128.load(at)
    const held = f32x4.pmax(f32x4.mul(v128.andnot(stored, sign), breadth), least)
    const rounded = f32x4.add(held, rounder)
    const r = f32x4.sub(held, f32x4.sub(rounded, rounder))
    const r2 = f32x4.mul(r, r)
    const low = multiplyAdd(one, c1, r)
    const high = multiplyAdd(multiplyAdd(c2, c3, r), r2, multiplyAdd(c4, c5, r))
    const p = i32x4.add(multiplyAdd(low, r2, high), i32x4.shl(rounded, 23))
    v128.store(at, v128.or(f32x4.mul(height, p), v128.and(stored, sign)))
  }
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
