// Leaky integrate-and-fire with a synaptic current; equations in src/network/neuron.ts. One block of 16 neurons.
import { flush } from "./flush"
import { bits16, emit } from "./surrogate"

// @ts-ignore: decorator
@inline
function forward(
  kind: i32, hard: bool, io: usize, steps: i32, decay: f32, synapse: f32, threshold: f32, drop: f32,
  width: f32, scale: f32, masks: usize, stride: usize,
): void {
  const a = f32x4.splat(decay)
  const b = f32x4.splat(synapse)
  const theta = f32x4.splat(threshold)
  const fall = f32x4.splat(decay * drop)
  const inverse = f32x4.splat(1 / width)
  const height = f32x4.splat(scale)
  let i0 = f32x4.splat(0)
  let i1 = i0
  let i2 = i0
  let i3 = i0
  let u0 = i0
  let u1 = i0
  let u2 = i0
  let u3 = i0
  let s0 = i0
  let s1 = i0
  let s2 = i0
  let s3 = i0
  for (let t = 0; t < steps; t++, io += 64, masks += stride) {
    i0 = f32x4.add(f32x4.mul(b, i0), v128.load(io))
    i1 = f32x4.add(f32x4.mul(b, i1), v128.load(io, 16))
    i2 = f32x4.add(f32x4.mul(b, i2), v128.load(io, 32))
    i3 = f32x4.add(f32x4.mul(b, i3), v128.load(io, 48))
    if (hard) {
      u0 = f32x4.add(v128.andnot(f32x4.mul(a, u0), s0), i0)
      u1 = f32x4.add(v128.andnot(f32x4.mul(a, u1), s1), i1)
      u2 = f32x4.add(v128.andnot(f32x4.mul(a, u2), s2), i2)
      u3 = f32x4.add(v128.andnot(f32x4.mul(a, u3), s3), i3)
    } else {
      u0 = f32x4.add(f32x4.sub(f32x4.mul(a, u0), v128.and(s0, fall)), i0)
      u1 = f32x4.add(f32x4.sub(f32x4.mul(a, u1), v128.and(s1, fall)), i1)
      u2 = f32x4.add(f32x4.sub(f32x4.mul(a, u2), v128.and(s2, fall)), i2)
      u3 = f32x4.add(f32x4.sub(f32x4.mul(a, u3), v128.and(s3, fall)), i3)
    }
    if ((t & 7) == 0) {
      i0 = flush(i0)
      i1 = flush(i1)
      i2 = flush(i2)
      i3 = flush(i3)
      u0 = flush(u0)
      u1 = flush(u1)
      u2 = flush(u2)
      u3 = flush(u3)
    }
    s0 = f32x4.ge(u0, theta)
    s1 = f32x4.ge(u1, theta)
    s2 = f32x4.ge(u2, theta)
    s3 = f32x4.ge(u3, theta)
    emit(kind, io, u0, s0, theta, inverse, height)
    emit(kind, io + 16, u1, s1, theta, inverse, height)
    emit(kind, io + 32, u2, s2, theta, inverse, height)
    emit(kind, io + 48, u3, s3, theta, inverse, height)
    store<u16>(masks, <u16>bits16(s0, s1, s2, s3))
  }
}

// @ts-ignore: decorator
@inline
function either(
  kind: i32, hard: i32, io: usize, steps: i32, decay: f32, synapse: f32, threshold: f32, drop: f32,
  width: f32, scale: f32, masks: usize, stride: usize,
): void {
  if (hard) forward(kind, true, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
  else forward(kind, false, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
}

/**
 * Input to surrogate derivatives and spikes, in place, 64 bytes a step. `decay`, `synapse`: what is left of membrane and current after
 * a step. After a spike the membrane is set to 0 (`hard`) or loses `drop`. `kind`, `width`, `scale`: the surrogate; `masks`: 16 bits a
 * step, `stride` bytes apart.
 */
export function cubaLifForward(
  kind: i32, hard: i32, io: usize, steps: i32, decay: f32, synapse: f32, threshold: f32, drop: f32,
  width: f32, scale: f32, masks: usize, stride: usize,
): void {
  if (kind == 0) either(0, hard, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
  else if (kind == 1) either(1, hard, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
  else if (kind == 2) either(2, hard, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
  else if (kind == 3) either(3, hard, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
  else if (kind == 4) either(4, hard, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
  else if (kind == 5) either(5, hard, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
  else either(6, hard, io, steps, decay, synapse, threshold, drop, width, scale, masks, stride)
}

/**
 * Gradient with respect to spikes to that with respect to input, from the last of `steps` steps to the first. `slopes`: surrogate
 * derivative with the spike in its sign bit. No gradient passes the reset; after a hard one none passes the membrane either.
 */
export function cubaLifBackward(
  slopes: usize, spikeGradient: usize, inputGradient: usize, steps: i32, decay: f32, synapse: f32, hard: i32,
): void {
  const a = f32x4.splat(decay)
  const b = f32x4.splat(synapse)
  const cut = i32x4.splat(hard ? -1 : 0)
  let u0 = f32x4.splat(0)
  let u1 = u0
  let u2 = u0
  let u3 = u0
  let i0 = u0
  let i1 = u0
  let i2 = u0
  let i3 = u0
  for (let t = steps - 1; t >= 0; t--) {
    const at = <usize>t << 6
    const h0 = v128.load(slopes + at)
    const h1 = v128.load(slopes + at, 16)
    const h2 = v128.load(slopes + at, 32)
    const h3 = v128.load(slopes + at, 48)
    u0 = v128.andnot(f32x4.mul(a, u0), v128.and(i32x4.shr_s(h0, 31), cut))
    u1 = v128.andnot(f32x4.mul(a, u1), v128.and(i32x4.shr_s(h1, 31), cut))
    u2 = v128.andnot(f32x4.mul(a, u2), v128.and(i32x4.shr_s(h2, 31), cut))
    u3 = v128.andnot(f32x4.mul(a, u3), v128.and(i32x4.shr_s(h3, 31), cut))
    u0 = f32x4.add(u0, f32x4.mul(f32x4.abs(h0), v128.load(spikeGradient + at)))
    u1 = f32x4.add(u1, f32x4.mul(f32x4.abs(h1), v128.load(spikeGradient + at, 16)))
    u2 = f32x4.add(u2, f32x4.mul(f32x4.abs(h2), v128.load(spikeGradient + at, 32)))
    u3 = f32x4.add(u3, f32x4.mul(f32x4.abs(h3), v128.load(spikeGradient + at, 48)))
    i0 = f32x4.add(f32x4.mul(b, i0), u0)
    i1 = f32x4.add(f32x4.mul(b, i1), u1)
    i2 = f32x4.add(f32x4.mul(b, i2), u2)
    i3 = f32x4.add(f32x4.mul(b, i3), u3)
    if ((t & 7) == 0) {
      i0 = flush(i0)
      i1 = flush(i1)
      i2 = flush(i2)
      i3 = flush(i3)
      u0 = flush(u0)
      u1 = flush(u1)
      u2 = flush(u2)
      u3 = flush(u3)
    }
    v128.store(inputGradient + at, i0)
    v128.store(inputGradient + at, i1, 16)
    v128.store(inputGradient + at, i2, 32)
    v128.store(inputGradient + at, i3, 48)
  }
}
