// The spike response model: a post-synaptic filter (alpha recurrence, or any taps), then threshold and refractory response.
// Equations in src/network/neuron.ts. One block of 16 neurons, 64 bytes a step.
import { flush } from "./flush"
import { bits16, emit } from "./surrogate"

/**
 * Alpha filter as two leaky sums: p(t) = a p(t-1) + input(t), q(t) = a (q(t-1) + p(t-1)), out = height q with height = e / tau.
 */
export function alphaForward(input: usize, out: usize, steps: i32, decay: f32, height: f32): void {
  const a = f32x4.splat(decay)
  const c = f32x4.splat(height)
  let p0 = f32x4.splat(0)
  let p1 = p0
  let p2 = p0
  let p3 = p0
  let q0 = p0
  let q1 = p0
  let q2 = p0
  let q3 = p0
  for (let t = 0; t < steps; t++, input += 64, out += 64) {
    q0 = f32x4.mul(a, f32x4.add(q0, p0))
    q1 = f32x4.mul(a, f32x4.add(q1, p1))
    q2 = f32x4.mul(a, f32x4.add(q2, p2))
    q3 = f32x4.mul(a, f32x4.add(q3, p3))
    p0 = f32x4.add(f32x4.mul(a, p0), v128.load(input))
    p1 = f32x4.add(f32x4.mul(a, p1), v128.load(input, 16))
    p2 = f32x4.add(f32x4.mul(a, p2), v128.load(input, 32))
    p3 = f32x4.add(f32x4.mul(a, p3), v128.load(input, 48))
    if ((t & 7) == 0) {
      p0 = flush(p0)
      p1 = flush(p1)
      p2 = flush(p2)
      p3 = flush(p3)
      q0 = flush(q0)
      q1 = flush(q1)
      q2 = flush(q2)
      q3 = flush(q3)
    }
    v128.store(out, f32x4.mul(c, q0))
    v128.store(out, f32x4.mul(c, q1), 16)
    v128.store(out, f32x4.mul(c, q2), 32)
    v128.store(out, f32x4.mul(c, q3), 48)
  }
}

/** The transpose of `alphaForward`: gradient of the membrane (surrogate derivative x gradient of the spikes) to that of the input. */
export function alphaBackward(slopes: usize, spikeGradient: usize, out: usize, steps: i32, decay: f32, height: f32): void {
  const a = f32x4.splat(decay)
  const c = f32x4.splat(height)
  let p0 = f32x4.splat(0)
  let p1 = p0
  let p2 = p0
  let p3 = p0
  let q0 = p0
  let q1 = p0
  let q2 = p0
  let q3 = p0
  for (let t = steps - 1; t >= 0; t--) {
    const at = <usize>t << 6
    const g0 = f32x4.mul(f32x4.abs(v128.load(slopes + at)), v128.load(spikeGradient + at))
    const g1 = f32x4.mul(f32x4.abs(v128.load(slopes + at, 16)), v128.load(spikeGradient + at, 16))
    const g2 = f32x4.mul(f32x4.abs(v128.load(slopes + at, 32)), v128.load(spikeGradient + at, 32))
    const g3 = f32x4.mul(f32x4.abs(v128.load(slopes + at, 48)), v128.load(spikeGradient + at, 48))
    p0 = f32x4.mul(a, f32x4.add(p0, q0))
    p1 = f32x4.mul(a, f32x4.add(p1, q1))
    p2 = f32x4.mul(a, f32x4.add(p2, q2))
    p3 = f32x4.mul(a, f32x4.add(p3, q3))
    q0 = f32x4.add(f32x4.mul(a, q0), f32x4.mul(c, g0))
    q1 = f32x4.add(f32x4.mul(a, q1), f32x4.mul(c, g1))
    q2 = f32x4.add(f32x4.mul(a, q2), f32x4.mul(c, g2))
    q3 = f32x4.add(f32x4.mul(a, q3), f32x4.mul(c, g3))
    if ((t & 7) == 0) {
      p0 = flush(p0)
      p1 = flush(p1)
      p2 = flush(p2)
      p3 = flush(p3)
      q0 = flush(q0)
      q1 = flush(q1)
      q2 = flush(q2)
      q3 = flush(q3)
    }
    v128.store(out + at, p0)
    v128.store(out + at, p1, 16)
    v128.store(out + at, p2, 32)
    v128.store(out + at, p3, 48)
  }
}

/** A filter of `count` taps: out(t) = sum over k of tap(k) input(t - k). */
export function filterForward(input: usize, out: usize, steps: i32, taps: usize, count: i32): void {
  for (let t = 0; t < steps; t++) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    let at = input + (<usize>t << 6)
    const last = min(count - 1, t)
    for (let k = 0; k <= last; k++, at -= 64) {
      const tap = v128.load32_splat(taps + (<usize>k << 2))
      a = f32x4.add(a, f32x4.mul(tap, v128.load(at)))
      b = f32x4.add(b, f32x4.mul(tap, v128.load(at, 16)))
      c = f32x4.add(c, f32x4.mul(tap, v128.load(at, 32)))
      d = f32x4.add(d, f32x4.mul(tap, v128.load(at, 48)))
    }
    const to = out + (<usize>t << 6)
    v128.store(to, a)
    v128.store(to, b, 16)
    v128.store(to, c, 32)
    v128.store(to, d, 48)
  }
}

/** The transpose of `filterForward`, in place: io(t) = sum over k of tap(k) io(t + k). */
export function filterBackward(io: usize, steps: i32, taps: usize, count: i32): void {
  for (let t = 0; t < steps; t++) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    const to = io + (<usize>t << 6)
    let at = to
    const last = min(count - 1, steps - 1 - t)
    for (let k = 0; k <= last; k++, at += 64) {
      const tap = v128.load32_splat(taps + (<usize>k << 2))
      a = f32x4.add(a, f32x4.mul(tap, v128.load(at)))
      b = f32x4.add(b, f32x4.mul(tap, v128.load(at, 16)))
      c = f32x4.add(c, f32x4.mul(tap, v128.load(at, 32)))
      d = f32x4.add(d, f32x4.mul(tap, v128.load(at, 48)))
    }
    v128.store(to, a)
    v128.store(to, b, 16)
    v128.store(to, c, 32)
    v128.store(to, d, 48)
  }
}

// @ts-ignore: decorator
@inline
function respond(
  kind: i32, io: usize, steps: i32, threshold: f32, decay: f32, height: f32, length: i32,
  width: f32, scale: f32, masks: usize, stride: usize,
): void {
  const b = f32x4.splat(decay)
  const c = f32x4.splat(height)
  const theta = f32x4.splat(threshold)
  const inverse = f32x4.splat(1 / width)
  const tall = f32x4.splat(scale)
  const one = f32x4.splat(1)
  // not Mathf.pow: its table would be static data at the start of the memory, where the engine's own numbers lie
  let rest: f32 = 1
  for (let k = 0; k < length && rest > 1e-30; k++) rest *= decay
  const restP = f32x4.splat(rest)
  const restQ = f32x4.splat(<f32>length * rest)
  const back = <usize>length << 6
  let p0 = f32x4.splat(0)
  let p1 = p0
  let p2 = p0
  let p3 = p0
  let q0 = p0
  let q1 = p0
  let q2 = p0
  let q3 = p0
  for (let t = 0; t < steps; t++, io += 64, masks += stride) {
    q0 = f32x4.mul(b, f32x4.add(q0, p0))
    q1 = f32x4.mul(b, f32x4.add(q1, p1))
    q2 = f32x4.mul(b, f32x4.add(q2, p2))
    q3 = f32x4.mul(b, f32x4.add(q3, p3))
    p0 = f32x4.mul(b, p0)
    p1 = f32x4.mul(b, p1)
    p2 = f32x4.mul(b, p2)
    p3 = f32x4.mul(b, p3)
    if (t >= length) {
      // what a spike still does when the response is cut; it stands in the sign bit
      const o0 = i32x4.shr_s(v128.load(io - back), 31)
      const o1 = i32x4.shr_s(v128.load(io - back, 16), 31)
      const o2 = i32x4.shr_s(v128.load(io - back, 32), 31)
      const o3 = i32x4.shr_s(v128.load(io - back, 48), 31)
      q0 = f32x4.sub(q0, v128.and(o0, restQ))
      q1 = f32x4.sub(q1, v128.and(o1, restQ))
      q2 = f32x4.sub(q2, v128.and(o2, restQ))
      q3 = f32x4.sub(q3, v128.and(o3, restQ))
      p0 = f32x4.sub(p0, v128.and(o0, restP))
      p1 = f32x4.sub(p1, v128.and(o1, restP))
      p2 = f32x4.sub(p2, v128.and(o2, restP))
      p3 = f32x4.sub(p3, v128.and(o3, restP))
    }
    const u0 = f32x4.sub(v128.load(io), f32x4.mul(c, q0))
    const u1 = f32x4.sub(v128.load(io, 16), f32x4.mul(c, q1))
    const u2 = f32x4.sub(v128.load(io, 32), f32x4.mul(c, q2))
    const u3 = f32x4.sub(v128.load(io, 48), f32x4.mul(c, q3))
    const s0 = f32x4.ge(u0, theta)
    const s1 = f32x4.ge(u1, theta)
    const s2 = f32x4.ge(u2, theta)
    const s3 = f32x4.ge(u3, theta)
    emit(kind, io, u0, s0, theta, inverse, tall)
    emit(kind, io + 16, u1, s1, theta, inverse, tall)
    emit(kind, io + 32, u2, s2, theta, inverse, tall)
    emit(kind, io + 48, u3, s3, theta, inverse, tall)
    store<u16>(masks, <u16>bits16(s0, s1, s2, s3))
    p0 = f32x4.add(p0, v128.and(s0, one))
    p1 = f32x4.add(p1, v128.and(s1, one))
    p2 = f32x4.add(p2, v128.and(s2, one))
    p3 = f32x4.add(p3, v128.and(s3, one))
    if ((t & 7) == 0) {
      p0 = flush(p0)
      p1 = flush(p1)
      p2 = flush(p2)
      p3 = flush(p3)
      q0 = flush(q0)
      q1 = flush(q1)
      q2 = flush(q2)
      q3 = flush(q3)
    }
  }
}

/**
 * Post-synaptic potential to surrogate derivatives and spikes, in place: u(t) -= height r(t), with r the alpha response to the neuron's
 * own spikes before t, cut after `length` steps (give the number of steps for no cut). `kind`, `width`, `scale`: the surrogate;
 * `masks`: 16 bits a step, `stride` bytes apart.
 */
export function refractory(
  kind: i32, io: usize, steps: i32, threshold: f32, decay: f32, height: f32, length: i32,
  width: f32, scale: f32, masks: usize, stride: usize,
): void {
  if (kind == 0) respond(0, io, steps, threshold, decay, height, length, width, scale, masks, stride)
  else if (kind == 1) respond(1, io, steps, threshold, decay, height, length, width, scale, masks, stride)
  else if (kind == 2) respond(2, io, steps, threshold, decay, height, length, width, scale, masks, stride)
  else if (kind == 3) respond(3, io, steps, threshold, decay, height, length, width, scale, masks, stride)
  else if (kind == 4) respond(4, io, steps, threshold, decay, height, length, width, scale, masks, stride)
  else if (kind == 5) respond(5, io, steps, threshold, decay, height, length, width, scale, masks, stride)
  else respond(6, io, steps, threshold, decay, height, length, width, scale, masks, stride)
}

/** Membrane gradient = surrogate derivative x gradient of the spikes. */
export function membraneGradient(slopes: usize, spikeGradient: usize, out: usize, steps: i32): void {
  const end = <usize>steps << 6
  for (let at: usize = 0; at < end; at += 16) {
    v128.store(out + at, f32x4.mul(f32x4.abs(v128.load(slopes + at)), v128.load(spikeGradient + at)))
  }
}
