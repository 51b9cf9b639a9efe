// The spike response model's alpha filter, each neuron with its own time constant, and a trace of its two sums; equations in
// src/network/neurons/srm-alpha.ts. Rows of the table: a, what is left of a sum after a step, and the height, e / tau.
import { sign4 } from "../constants"
import { flush } from "../flush"
import { addTo, lanes } from "./table"

/** p(t) = a p(t-1) + input(t), q(t) = a (q(t-1) + p(t-1)), out = height q, for steps from <= t < to; the trace: p and q. */
export function tracedAlphaForward(
  table: usize, input: usize, out: usize, trace: usize, from: i32, to: i32, state: usize,
): void {
  if (from == 0) memory.fill(state, 0, 128)
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const a = lanes(table, 0, quarter)
    const height = lanes(table, 1, quarter)
    let p = v128.load(state + quarter)
    let q = v128.load(state + quarter, 64)
    let kept = trace + quarter + (<usize>from << 7)
    for (let t = from; t < to; t++, kept += 128) {
      const at = quarter + (<usize>t << 6)
      q = f32x4.mul(a, f32x4.add(q, p))
      p = f32x4.add(f32x4.mul(a, p), v128.load(input + at))
      if ((t & 7) == 0) {
        p = flush(p)
        q = flush(q)
      }
      v128.store(kept, p)
      v128.store(kept, q, 64)
      v128.store(out + at, f32x4.mul(height, q))
    }
    v128.store(state + quarter, p)
    v128.store(state + quarter, q, 64)
  }
}

/**
 * Its transpose, the last step first; the gradient of a and of the height is added to `gradient` (a row each). With g the membrane's gradient
 * and gp, gq from the step after:
 *
 *   gp = a (gp + gq);  gq = a gq + height g;  ga += gq (q(t-1) + p(t-1)) + gp p(t-1);  gheight += g q(t)
 */
export function tracedAlphaBackward(
  slopes: usize, trace: usize, spikeGradient: usize, out: usize, from: i32, to: i32, steps: i32, state: usize,
  table: usize, gradient: usize,
): void {
  const sign = sign4()
  if (to == steps) memory.fill(state, 0, 128)
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const a = lanes(table, 0, quarter)
    const height = lanes(table, 1, quarter)
    let gp = v128.load(state + quarter)
    let gq = v128.load(state + quarter, 64)
    let ga = f32x4.splat(0)
    let gh = ga
    for (let t = to - 1; t >= from; t--) {
      const at = quarter + (<usize>t << 6)
      const kept = trace + quarter + (<usize>t << 7)
      const g = f32x4.mul(v128.andnot(v128.load(slopes + at), sign), v128.load(spikeGradient + at))
      gp = f32x4.mul(a, f32x4.add(gp, gq))
      gq = f32x4.add(f32x4.mul(a, gq), f32x4.mul(height, g))
      gh = f32x4.add(gh, f32x4.mul(g, v128.load(kept, 64)))
      if (t > 0) {
        const p = v128.load(kept - 128)
        ga = f32x4.add(ga, f32x4.mul(gq, f32x4.add(v128.load(kept - 64), p)))
        ga = f32x4.add(ga, f32x4.mul(gp, p))
      }
      if ((t & 7) == 0) {
        gp = flush(gp)
        gq = flush(gq)
      }
      v128.store(out + at, gp)
    }
    v128.store(state + quarter, gp)
    v128.store(state + quarter, gq, 64)
    addTo(gradient, 0, quarter, ga)
    addTo(gradient, 1, quarter, gh)
  }
}
