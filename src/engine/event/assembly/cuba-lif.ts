// Leaky integrate-and-fire with a synaptic current; equations in src/network/neuron.ts. One block of 16 neurons.
import { flush } from "./flush"

/**
 * Input to membrane potential, in place, 64 bytes a step. `decay`, `synapse`: what is left of membrane and current after a step.
 * `kept`: what a spike leaves of the membrane (0: hard reset, 1: soft or none); `drop`: what it takes (threshold: soft, else 0).
 */
export function cubaLifForward(
  io: usize, steps: i32, decay: f32, synapse: f32, threshold: f32, kept: f32, drop: f32,
): void {
  const a = f32x4.splat(decay)
  const b = f32x4.splat(synapse)
  const theta = f32x4.splat(threshold)
  const lost = f32x4.splat(1 - kept)
  const fall = f32x4.splat(drop)
  for (let half: usize = 0; half < 64; half += 32) {
    let i0 = f32x4.splat(0)
    let i1 = i0
    let u0 = i0
    let u1 = i0
    let at = io + half
    for (let t = 0; t < steps; t++, at += 64) {
      const s0 = f32x4.ge(u0, theta)
      const s1 = f32x4.ge(u1, theta)
      u0 = f32x4.sub(f32x4.sub(u0, v128.and(s0, f32x4.mul(lost, u0))), v128.and(s0, fall))
      u1 = f32x4.sub(f32x4.sub(u1, v128.and(s1, f32x4.mul(lost, u1))), v128.and(s1, fall))
      i0 = f32x4.add(f32x4.mul(b, i0), v128.load(at))
      i1 = f32x4.add(f32x4.mul(b, i1), v128.load(at, 16))
      u0 = f32x4.add(f32x4.mul(a, u0), i0)
      u1 = f32x4.add(f32x4.mul(a, u1), i1)
      if ((t & 7) == 0) {
        i0 = flush(i0)
        i1 = flush(i1)
        u0 = flush(u0)
        u1 = flush(u1)
      }
      v128.store(at, u0)
      v128.store(at, u1, 16)
    }
  }
}

/**
 * Gradient with respect to spikes to that with respect to input, for steps [from, to) from the end. `slopes`: surrogate derivative with the
 * spike in its sign bit. `state`: gradients of membrane and current (128 bytes), carried from one range to the one before it; zero at the end.
 */
export function cubaLifBackward(
  slopes: usize, spikeGradient: usize, inputGradient: usize, from: i32, to: i32, state: usize, decay: f32, synapse: f32, kept: f32,
): void {
  const a = f32x4.splat(decay)
  const b = f32x4.splat(synapse)
  const lost = f32x4.splat(1 - kept)
  for (let half: usize = 0; half < 64; half += 32) {
    let u0 = v128.load(state + half)
    let u1 = v128.load(state + half, 16)
    let i0 = v128.load(state + half, 64)
    let i1 = v128.load(state + half, 80)
    for (let t = to - 1; t >= from; t--) {
      const at = half + (<usize>t << 6)
      const h0 = v128.load(slopes + at)
      const h1 = v128.load(slopes + at, 16)
      const spiked0 = i32x4.shr_s(h0, 31)
      const spiked1 = i32x4.shr_s(h1, 31)
      u0 = f32x4.mul(a, f32x4.sub(u0, v128.and(spiked0, f32x4.mul(lost, u0))))
      u1 = f32x4.mul(a, f32x4.sub(u1, v128.and(spiked1, f32x4.mul(lost, u1))))
      u0 = f32x4.add(u0, f32x4.mul(f32x4.abs(h0), v128.load(spikeGradient + at)))
      u1 = f32x4.add(u1, f32x4.mul(f32x4.abs(h1), v128.load(spikeGradient + at, 16)))
      i0 = f32x4.add(f32x4.mul(b, i0), u0)
      i1 = f32x4.add(f32x4.mul(b, i1), u1)
      if ((t & 7) == 0) {
        i0 = flush(i0)
        i1 = flush(i1)
        u0 = flush(u0)
        u1 = flush(u1)
      }
      v128.store(inputGradient + at, i0)
      v128.store(inputGradient + at, i1, 16)
    }
    v128.store(state + half, u0)
    v128.store(state + half, u1, 16)
    v128.store(state + half, i0, 64)
    v128.store(state + half, i1, 80)
  }
}
