// Leaky integrate-and-fire with a synaptic current and a trace; equations in src/network/neurons/cuba-lif.ts. Membranes and spikes are to
// the bit those of ../cuba-lif.ts. Rows of the table: a and b, what is left of membrane and current after a step, and what a soft reset takes
// from the next step.
import { sign4 } from "../constants"
import { flushStates } from "../flush"
import { addTo, cut4, fall4, lanes, left, passes4, taken, thetaPlace } from "./table"

/** Input to potentials, in place, for steps from <= t < to; the trace: potential and current. `state`: 128 bytes. */
export function tracedLifForward(table: usize, block: usize, trace: usize, from: i32, to: i32, state: usize): void {
  const theta = v128.load32_splat(table + thetaPlace)
  const cut = cut4(table)
  if (from == 0) memory.fill(state, 0, 128)
  let io = block + (<usize>from << 6)
  let kept = trace + (<usize>from << 7)
  for (let t = from; t < to; t++, io += 64, kept += 128) {
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const own = state + quarter
      const i = f32x4.add(f32x4.mul(lanes(table, 1, quarter), v128.load(own)), v128.load(io + quarter))
      let u = v128.load(own, 64)
      const s = f32x4.ge(u, theta)
      u = f32x4.add(left(f32x4.mul(lanes(table, 0, quarter), u), s, cut, lanes(table, 2, quarter)), i)
      v128.store(own, i)
      v128.store(own, u, 64)
      v128.store(io + quarter, u)
      v128.store(kept + quarter, u)
      v128.store(kept + quarter, i, 64)
    }
    if ((t & 7) == 0) flushStates(state)
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
  for (let t = to - 1; t >= from; t--) {
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const at = quarter + (<usize>t << 6)
      const kept = trace + quarter + (<usize>t << 7)
      const own = state + quarter
      const h = v128.load(slopes + at)
      const gv = f32x4.mul(lanes(table, 0, quarter), v128.load(own))
      const lost = f32x4.mul(f32x4.mul(passes, taken(v128.load(kept), cut, fall)), gv)
      const direct = f32x4.mul(v128.andnot(h, sign), f32x4.sub(v128.load(spikeGradient + at), lost))
      const gu = f32x4.add(direct, v128.andnot(gv, v128.and(i32x4.shr_s(h, 31), cut)))
      const gi = f32x4.add(f32x4.mul(lanes(table, 1, quarter), v128.load(own, 64)), gu)
      v128.store(own, gu)
      v128.store(own, gi, 64)
      v128.store(inputGradient + at, gi)
      if (t > 0) {
        const s = i32x4.shr_s(v128.load(slopes + at - 64), 31)
        addTo(gradient, 0, quarter, f32x4.mul(gu, left(v128.load(kept - 128), s, cut, fall)))
        addTo(gradient, 1, quarter, f32x4.mul(gi, v128.load(kept - 64)))
      }
    }
    if ((t & 7) == 0) flushStates(state)
  }
}
