// Leaky integrate-and-fire with a synaptic current and a trace; equations in src/network/neurons/cuba-lif.ts. Membranes and spikes are to
// the bit those of ../cuba-lif.ts. Rows of the table: a and b, what is left of membrane and current after a step, and what a soft reset takes
// from the next step.
import { sign4 } from "../constants"
import { flush } from "../flush"
import { addTo, cut4, fall4, lanes, left, passes4, taken, thetaPlace } from "./table"

/** Input to potentials, in place, for steps from <= t < to; the trace: potential and current. `state`: 128 bytes. */
export function tracedLifForward(table: usize, block: usize, trace: usize, from: i32, to: i32, state: usize): void {
  const theta = v128.load32_splat(table + thetaPlace)
  const cut = cut4(table)
  if (from == 0) memory.fill(state, 0, 128)
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const a = lanes(table, 0, quarter)
    const b = lanes(table, 1, quarter)
    const fall = lanes(table, 2, quarter)
    let i = v128.load(state + quarter)
    let u = v128.load(state + quarter, 64)
    let s = f32x4.ge(u, theta)
    let io = block + quarter + (<usize>from << 6)
    let kept = trace + quarter + (<usize>from << 7)
    for (let t = from; t < to; t++) {
      i = f32x4.add(f32x4.mul(b, i), v128.load(io))
      u = f32x4.add(left(f32x4.mul(a, u), s, cut, fall), i)
      s = f32x4.ge(u, theta)
      v128.store(io, u)
      v128.store(kept, u)
      v128.store(kept, i, 64)
      if ((t & 7) == 0) {
        i = flush(i)
        u = flush(u)
      }
      io += 64
      kept += 128
    }
    v128.store(state + quarter, i)
    v128.store(state + quarter, u, 64)
  }
}

/**
 * Gradient with respect to spikes to that with respect to input, for steps from <= t < to, the last one first, and to that of a and b, which
 * is added to `gradient` (a row each). With h the surrogate derivative, gu and gi from the step after, v what a spike leaves of u, taken what it takes:
 *
 *   gv = a gu;  gu = h (gs - share taken gv) + gv (0 after a hard reset);  gi = b gi + gu;  ga += gu v(t-1);  gb += gi i(t-1)
 */
export function tracedLifBackward(
  slopes: usize, trace: usize, spikeGradient: usize, inputGradient: usize, from: i32, to: i32, steps: i32, state: usize,
  table: usize, gradient: usize,
): void {
  const cut = cut4(table)
  const fall = fall4(table)
  const passes = passes4(table)
  const sign = sign4()
  if (to == steps) memory.fill(state, 0, 128)
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const a = lanes(table, 0, quarter)
    const b = lanes(table, 1, quarter)
    let gu = v128.load(state + quarter)
    let gi = v128.load(state + quarter, 64)
    let ga = f32x4.splat(0)
    let gb = ga
    let h = v128.load(slopes + quarter + (<usize>(to - 1) << 6))
    let u = v128.load(trace + quarter + (<usize>(to - 1) << 7))
    for (let t = to - 1; t >= from; t--) {
      const at = quarter + (<usize>t << 6)
      const gv = f32x4.mul(a, gu)
      const lost = f32x4.mul(f32x4.mul(passes, taken(u, cut, fall)), gv)
      const direct = f32x4.mul(v128.andnot(h, sign), f32x4.sub(v128.load(spikeGradient + at), lost))
      gu = f32x4.add(direct, v128.andnot(gv, v128.and(i32x4.shr_s(h, 31), cut)))
      gi = f32x4.add(f32x4.mul(b, gi), gu)
      v128.store(inputGradient + at, gi)
      if (t > 0) {
        const before = trace + quarter + (<usize>(t - 1) << 7)
        h = v128.load(slopes + at - 64)
        u = v128.load(before)
        ga = f32x4.add(ga, f32x4.mul(gu, left(u, i32x4.shr_s(h, 31), cut, fall)))
        gb = f32x4.add(gb, f32x4.mul(gi, v128.load(before, 64)))
      }
      if ((t & 7) == 0) {
        gu = flush(gu)
        gi = flush(gi)
      }
    }
    v128.store(state + quarter, gu)
    v128.store(state + quarter, gi, 64)
    addTo(gradient, 0, quarter, ga)
    addTo(gradient, 1, quarter, gb)
  }
}
