// Membrane potential to surrogate derivative, in place, with the spike in the sign bit; and the spikes as bit masks.
// Formulas in src/network/surrogate.ts. One block of 16 neurons, 64 bytes a step.
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

// @ts-ignore: decorator
@inline
function pass(kind: i32, io: usize, steps: i32, threshold: f32, width: f32, scale: f32, masks: usize, stride: usize): void {
  const theta = f32x4.splat(threshold)
  const inverse = f32x4.splat(1 / width)
  const height = f32x4.splat(scale)
  const sign = i32x4.splat(0x80000000)
  for (let t = 0; t < steps; t++, io += 64, masks += stride) {
    let bits = 0
    for (let j: usize = 0; j < 64; j += 16) {
      const u = v128.load(io + j)
      const spiked = f32x4.ge(u, theta)
      const slope = f32x4.mul(height, shape(kind, f32x4.mul(f32x4.sub(u, theta), inverse)))
      v128.store(io + j, v128.or(slope, v128.and(spiked, sign)))
      bits |= i32x4.bitmask(spiked) << <i32>(j >> 2)
    }
    store<u16>(masks, <u16>bits)
  }
}

/** `kind` counts as in `surrogateKinds`; `masks`: one 16-bit word a step, `stride` bytes apart. */
export function surrogate(
  kind: i32, io: usize, steps: i32, threshold: f32, width: f32, scale: f32, masks: usize, stride: usize,
): void {
  if (kind == 0) pass(0, io, steps, threshold, width, scale, masks, stride)
  else if (kind == 1) pass(1, io, steps, threshold, width, scale, masks, stride)
  else if (kind == 2) pass(2, io, steps, threshold, width, scale, masks, stride)
  else if (kind == 3) pass(3, io, steps, threshold, width, scale, masks, stride)
  else if (kind == 4) pass(4, io, steps, threshold, width, scale, masks, stride)
  else if (kind == 5) pass(5, io, steps, threshold, width, scale, masks, stride)
  else pass(6, io, steps, threshold, width, scale, masks, stride)
}
