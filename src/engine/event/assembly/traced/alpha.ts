// The spike response model's alpha filter, each neuron with its own time constant, and a trace of its second sum; equations in
// src/network/neurons/srm-alpha.ts. Rows of the table: a, what is left of a sum after a step, and the height, e / tau. Half a block at a time:
// its sums stay in registers, and two quarters wait no longer for their last step than one.
import { sign4 } from "../constants"
import { flush } from "../flush"
import { multiplyAdd } from "../multiply-add"
import { addTo, lanes } from "./table"

/** p(t) = a p(t-1) + input(t), q(t) = a (q(t-1) + p(t-1)), out = height q, for steps from <= t < to; the trace: q. */
export function tracedAlphaForward(
  table: usize, input: usize, out: usize, trace: usize, from: i32, to: i32, state: usize,
): void {
  if (from == 0) memory.fill(state, 0, 128)
  for (let half: usize = 0; half < 64; half += 32) {
    const a0 = lanes(table, 0, half)
    const a1 = lanes(table, 0, half + 16)
    const height0 = lanes(table, 1, half)
    const height1 = lanes(table, 1, half + 16)
    let p0 = v128.load(state + half)
    let p1 = v128.load(state + half, 16)
    let q0 = v128.load(state + half, 64)
    let q1 = v128.load(state + half, 80)
    for (let t = from; t < to; t++) {
      const at = half + (<usize>t << 6)
      q0 = f32x4.mul(a0, f32x4.add(q0, p0))
      q1 = f32x4.mul(a1, f32x4.add(q1, p1))
      p0 = f32x4.add(f32x4.mul(a0, p0), v128.load(input + at))
      p1 = f32x4.add(f32x4.mul(a1, p1), v128.load(input + at, 16))
      if ((t & 7) == 0) {
        p0 = flush(p0)
        p1 = flush(p1)
        q0 = flush(q0)
        q1 = flush(q1)
      }
      v128.store(trace + at, q0)
      v128.store(trace + at, q1, 16)
      v128.store(out + at, f32x4.mul(height0, q0))
      v128.store(out + at, f32x4.mul(height1, q1), 16)
    }
    v128.store(state + half, p0)
    v128.store(state + half, p1, 16)
    v128.store(state + half, q0, 64)
    v128.store(state + half, q1, 80)
  }
}

/**
 * Its transpose, the last step first; the gradient of a and of the height is added to `gradient` (a row each). With g the membrane's gradient
 * and gp, gq from the step after:
 *
 *   gp = a (gp + gq);  gq = a gq + height g;  ga += gq (q(t-1) + p(t-1)) + gp p(t-1);  gheight += g q(t)
 *
 * What is added to ga is gq q(t) / a + gp (q(t) / a - q(t-1)). In the sum over all steps q(t) stands beside gq(t) / a + gp(t) / a - gp(t+1),
 * which is (2 a gq(t+1) + height g(t)) / a: so ga = sum of 2 q(t) gq(t+1) + height gheight / a, and no p is needed.
 */
export function tracedAlphaBackward(
  slopes: usize, trace: usize, spikeGradient: usize, out: usize, from: i32, to: i32, steps: i32, state: usize,
  table: usize, gradient: usize,
): void {
  const sign = sign4()
  if (to == steps) memory.fill(state, 0, 128)
  for (let half: usize = 0; half < 64; half += 32) {
    const a0 = lanes(table, 0, half)
    const a1 = lanes(table, 0, half + 16)
    const height0 = lanes(table, 1, half)
    const height1 = lanes(table, 1, half + 16)
    let gp0 = v128.load(state + half)
    let gp1 = v128.load(state + half, 16)
    let gq0 = v128.load(state + half, 64)
    let gq1 = v128.load(state + half, 80)
    let sum0 = f32x4.splat(0)
    let sum1 = sum0
    let gh0 = sum0
    let gh1 = sum0
    for (let t = to - 1; t >= from; t--) {
      const at = half + (<usize>t << 6)
      const g0 = f32x4.mul(v128.andnot(v128.load(slopes + at), sign), v128.load(spikeGradient + at))
      const g1 = f32x4.mul(v128.andnot(v128.load(slopes + at, 16), sign), v128.load(spikeGradient + at, 16))
      const kept0 = v128.load(trace + at)
      const kept1 = v128.load(trace + at, 16)
      sum0 = multiplyAdd(sum0, gq0, kept0)
      sum1 = multiplyAdd(sum1, gq1, kept1)
      gh0 = multiplyAdd(gh0, g0, kept0)
      gh1 = multiplyAdd(gh1, g1, kept1)
      gp0 = f32x4.mul(a0, f32x4.add(gp0, gq0))
      gp1 = f32x4.mul(a1, f32x4.add(gp1, gq1))
      gq0 = multiplyAdd(f32x4.mul(a0, gq0), height0, g0)
      gq1 = multiplyAdd(f32x4.mul(a1, gq1), height1, g1)
      if ((t & 7) == 0) {
        gp0 = flush(gp0)
        gp1 = flush(gp1)
        gq0 = flush(gq0)
        gq1 = flush(gq1)
      }
      v128.store(out + at, gp0)
      v128.store(out + at, gp1, 16)
    }
    v128.store(state + half, gp0)
    v128.store(state + half, gp1, 16)
    v128.store(state + half, gq0, 64)
    v128.store(state + half, gq1, 80)
    addBoth(gradient, half, sum0, gh0, a0, height0)
    addBoth(gradient, half + 16, sum1, gh1, a1, height1)
  }
}

// @ts-ignore: decorator
@inline
function addBoth(gradient: usize, quarter: usize, sum: v128, gh: v128, a: v128, height: v128): void {
  addTo(gradient, 0, quarter, f32x4.add(f32x4.add(sum, sum), f32x4.div(f32x4.mul(height, gh), a)))
  addTo(gradient, 1, quarter, gh)
}
