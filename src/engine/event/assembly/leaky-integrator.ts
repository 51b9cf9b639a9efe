// A membrane that never spikes; equation in src/network/neurons/leaky-integrator.ts. One block of 16 neurons, 64 bytes a step.
import { flush } from "./flush"

/**
 * Input to membrane potentials, in place: u(t) = decay u(t-1) + io(t), for steps from <= t < to; `state` (64 bytes) is carried from one
 * stretch to the next.
 */
export function leakForward(io: usize, from: i32, to: i32, state: usize, decay: f32): void {
  if (from == 0) memory.fill(state, 0, 64)
  leak(io, io, from, to, 1, state, decay)
}

/**
 * Its transpose, the last step first: gradient of the potentials to that of the input. `state` is carried to the stretch before (it
 * starts at the window's end, `steps`).
 */
export function leakBackward(
  gradient: usize, out: usize, from: i32, to: i32, steps: i32, state: usize, decay: f32,
): void {
  if (to == steps) memory.fill(state, 0, 64)
  leak(gradient, out, to - 1, from - 1, -1, state, decay)
}

// @ts-ignore: decorator
@inline
function leak(input: usize, out: usize, first: i32, end: i32, by: i32, state: usize, decay: f32): void {
  const a = f32x4.splat(decay)
  let u0 = v128.load(state)
  let u1 = v128.load(state, 16)
  let u2 = v128.load(state, 32)
  let u3 = v128.load(state, 48)
  for (let t = first; t != end; t += by) {
    const at = <usize>t << 6
    u0 = f32x4.add(f32x4.mul(a, u0), v128.load(input + at))
    u1 = f32x4.add(f32x4.mul(a, u1), v128.load(input + at, 16))
    u2 = f32x4.add(f32x4.mul(a, u2), v128.load(input + at, 32))
    u3 = f32x4.add(f32x4.mul(a, u3), v128.load(input + at, 48))
    if ((t & 7) == 0) {
      u0 = flush(u0)
      u1 = flush(u1)
      u2 = flush(u2)
      u3 = flush(u3)
    }
    v128.store(out + at, u0)
    v128.store(out + at, u1, 16)
    v128.store(out + at, u2, 32)
    v128.store(out + at, u3, 48)
  }
  v128.store(state, u0)
  v128.store(state, u1, 16)
  v128.store(state, u2, 32)
  v128.store(state, u3, 48)
}
