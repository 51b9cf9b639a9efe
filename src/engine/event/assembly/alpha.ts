// The alpha filter of the spike response model, one time constant for all neurons, and its transpose. Equations in
// src/network/neurons/srm-alpha.ts; other filters: filter.ts. One block of 16 neurons, 64 bytes a step.
import { sign4 } from "./constants"
import { flush } from "./flush"

/**
 * Alpha filter as two leaky sums: p(t) = a p(t-1) + input(t), q(t) = a (q(t-1) + p(t-1)), out = height q with height = e / tau,
 * for steps from <= t < to; `state` (128 bytes) is carried from one stretch to the next.
 */
export function alphaForward(
  input: usize, out: usize, from: i32, to: i32, state: usize, decay: f32, height: f32,
): void {
  const a = f32x4.splat(decay)
  const c = f32x4.splat(height)
  if (from == 0) memory.fill(state, 0, 128)
  for (let half: usize = 0; half < 64; half += 32) {
    let p0 = v128.load(state + half)
    let p1 = v128.load(state + half, 16)
    let q0 = v128.load(state + half, 64)
    let q1 = v128.load(state + half, 80)
    for (let t = from; t < to; t++) {
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
    v128.store(state + half, p0)
    v128.store(state + half, p1, 16)
    v128.store(state + half, q0, 64)
    v128.store(state + half, q1, 80)
  }
}

/**
 * The transpose of `alphaForward`, the last step first: gradient of the membrane (surrogate derivative x gradient of the spikes) to that
 * of the input. `state` is carried to the stretch before (it starts at the window's end, `steps`).
 */
export function alphaBackward(
  slopes: usize, spikeGradient: usize, out: usize, from: i32, to: i32, steps: i32, state: usize, decay: f32, height: f32,
): void {
  const a = f32x4.splat(decay)
  const c = f32x4.splat(height)
  const sign = sign4()
  if (to == steps) memory.fill(state, 0, 128)
  for (let half: usize = 0; half < 64; half += 32) {
    let p0 = v128.load(state + half)
    let p1 = v128.load(state + half, 16)
    let q0 = v128.load(state + half, 64)
    let q1 = v128.load(state + half, 80)
    for (let t = to - 1; t >= from; t--) {
      const at = half + (<usize>t << 6)
      const g0 = f32x4.mul(v128.andnot(v128.load(slopes + at), sign), v128.load(spikeGradient + at))
      const g1 = f32x4.mul(v128.andnot(v128.load(slopes + at, 16), sign), v128.load(spikeGradient + at, 16))
      p0 = f32x4.mul(a, f32x4.add(p0, q0))
      p1 = f32x4.mul(a, f32x4.add(p1, q1))
      q0 = f32x4.add(f32x4.mul(a, q0), f32x4.mul(c, g0))
      q1 = f32x4.add(f32x4.mul(a, q1), f32x4.mul(c, g1))
      if ((t & 7) == 0) {
        p0 = flush(p0)
        p1 = flush(p1)
        q0 = flush(q0)
        q1 = flush(q1)
      }
      v128.store(out + at, p0)
      v128.store(out + at, p1, 16)
    }
    v128.store(state + half, p0)
    v128.store(state + half, p1, 16)
    v128.store(state + half, q0, 64)
    v128.store(state + half, q1, 80)
  }
}
