// The spike response model: a post-synaptic filter (alpha recurrence, or any taps), then threshold and refractory response.
// Equations in src/network/neuron.ts. One block of 16 neurons, 64 bytes a step.
import { flush } from "./flush"

/**
 * Alpha filter as two leaky sums: p(t) = a p(t-1) + input(t), q(t) = a (q(t-1) + p(t-1)), out = height q with height = e / tau.
 */
export function alphaForward(input: usize, out: usize, steps: i32, decay: f32, height: f32): void {
  const a = f32x4.splat(decay)
  const c = f32x4.splat(height)
  for (let half: usize = 0; half < 64; half += 32) {
    let p0 = f32x4.splat(0)
    let p1 = p0
    let q0 = p0
    let q1 = p0
    for (let t = 0; t < steps; t++) {
      const at = half + (<usize>t << 6)
      q0 = f32x4.mul(a, f32x4.add(q0, p0))
      q1 = f32x4.mul(a, f32x4.add(q1, p1))
      p0 = f32x4.add(f32x4.mul(a, p0), v128.load(input + at))
      p1 = f32x4.add(f32x4.mul(a, p1), v128.load(input + at, 16))
      if ((t & 7) == 0) {
        p0 = flush(p0)
        p1 = flush(p1)
        q0 = flush(q0)
        q1 = flush(q1)
      }
      v128.store(out + at, f32x4.mul(c, q0))
      v128.store(out + at, f32x4.mul(c, q1), 16)
    }
  }
}

/** The transpose of `alphaForward`, in place: gradient of the membrane to that of the input, for steps [from, to) from the end. */
export function alphaBackward(io: usize, from: i32, to: i32, state: usize, decay: f32, height: f32): void {
  const a = f32x4.splat(decay)
  const c = f32x4.splat(height)
  for (let half: usize = 0; half < 64; half += 32) {
    let p0 = v128.load(state + half)
    let p1 = v128.load(state + half, 16)
    let q0 = v128.load(state + half, 64)
    let q1 = v128.load(state + half, 80)
    for (let t = to - 1; t >= from; t--) {
      const at = io + half + (<usize>t << 6)
      p0 = f32x4.mul(a, f32x4.add(p0, q0))
      p1 = f32x4.mul(a, f32x4.add(p1, q1))
      q0 = f32x4.add(f32x4.mul(a, q0), f32x4.mul(c, v128.load(at)))
      q1 = f32x4.add(f32x4.mul(a, q1), f32x4.mul(c, v128.load(at, 16)))
      if ((t & 7) == 0) {
        p0 = flush(p0)
        p1 = flush(p1)
        q0 = flush(q0)
        q1 = flush(q1)
      }
      v128.store(at, p0)
      v128.store(at, p1, 16)
    }
    v128.store(state + half, p0)
    v128.store(state + half, p1, 16)
    v128.store(state + half, q0, 64)
    v128.store(state + half, q1, 80)
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

/**
 * Adds the refractory response to the membrane potential, in place: u(t) -= height r(t), with r the alpha response to the neuron's own
 * spikes before t. It is cut after `length` steps (give the number of steps for no cut).
 */
export function refractory(io: usize, steps: i32, threshold: f32, decay: f32, height: f32, length: i32): void {
  const b = f32x4.splat(decay)
  const c = f32x4.splat(height)
  const theta = f32x4.splat(threshold)
  // not Mathf.pow: its table would be static data at the start of the memory, where the engine's own numbers lie
  let rest: f32 = 1
  for (let k = 0; k < length && rest > 1e-30; k++) rest *= decay
  const restP = f32x4.splat(rest)
  const restQ = f32x4.splat(<f32>length * rest)
  const back = <usize>length << 6
  for (let half: usize = 0; half < 64; half += 32) {
    let p0 = f32x4.splat(0)
    let p1 = p0
    let q0 = p0
    let q1 = p0
    let at = io + half
    for (let t = 0; t < steps; t++, at += 64) {
      q0 = f32x4.mul(b, f32x4.add(q0, p0))
      q1 = f32x4.mul(b, f32x4.add(q1, p1))
      p0 = f32x4.mul(b, p0)
      p1 = f32x4.mul(b, p1)
      if (t >= length) {
        const s0 = f32x4.ge(v128.load(at - back), theta)
        const s1 = f32x4.ge(v128.load(at - back, 16), theta)
        q0 = f32x4.sub(q0, v128.and(s0, restQ))
        q1 = f32x4.sub(q1, v128.and(s1, restQ))
        p0 = f32x4.sub(p0, v128.and(s0, restP))
        p1 = f32x4.sub(p1, v128.and(s1, restP))
      }
      const u0 = f32x4.sub(v128.load(at), f32x4.mul(c, q0))
      const u1 = f32x4.sub(v128.load(at, 16), f32x4.mul(c, q1))
      v128.store(at, u0)
      v128.store(at, u1, 16)
      p0 = f32x4.add(p0, v128.and(f32x4.ge(u0, theta), f32x4.splat(1)))
      p1 = f32x4.add(p1, v128.and(f32x4.ge(u1, theta), f32x4.splat(1)))
      if ((t & 7) == 0) {
        p0 = flush(p0)
        p1 = flush(p1)
        q0 = flush(q0)
        q1 = flush(q1)
      }
    }
  }
}

/** Membrane gradient = surrogate derivative x gradient of the spikes, for steps [from, to). */
export function membraneGradient(slopes: usize, spikeGradient: usize, out: usize, from: i32, to: i32): void {
  const end = <usize>to << 6
  for (let at = <usize>from << 6; at < end; at += 16) {
    v128.store(out + at, f32x4.mul(f32x4.abs(v128.load(slopes + at)), v128.load(spikeGradient + at)))
  }
}
