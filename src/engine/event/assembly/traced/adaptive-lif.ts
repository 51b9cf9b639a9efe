// Leaky integrate-and-fire that adapts, with a trace; equations in src/network/neurons/adaptive-lif.ts. Membranes and spikes are to the bit
// those of ../adaptive-lif.ts. Rows of the table: a and b, what is left of membrane and adaptation after a step, what adaptation takes from
// the membrane, and its coupling.
import { sign4 } from "../constants"
import { flushStates } from "../flush"
import { addTo, cut4, fall4, lanes, left, passes4, taken, thetaPlace } from "./table"

/** Further numbers of the table: what adaptation adds to the threshold, its jump, its coupling before (1 - b), and 1 where it acts by a current. */
const raisedPlace: usize = 24
const jumpPlace: usize = 28
const couplingPlace: usize = 32
const currentPlace: usize = 36

/** Input to potentials (less what is added to the threshold), in place, for steps from <= t < to; the trace: potential and adaptation. */
export function tracedAdaptiveForward(
  table: usize, block: usize, trace: usize, from: i32, to: i32, state: usize,
): void {
  const theta = v128.load32_splat(table + thetaPlace)
  const raised = v128.load32_splat(table + raisedPlace)
  const jump = v128.load32_splat(table + jumpPlace)
  const cut = cut4(table)
  const fall = fall4(table)
  if (from == 0) memory.fill(state, 0, 128)
  let io = block + (<usize>from << 6)
  let kept = trace + (<usize>from << 7)
  for (let t = from; t < to; t++, io += 64, kept += 128) {
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const own = state + quarter
      let w = v128.load(own, 64)
      const driven = f32x4.add(f32x4.mul(lanes(table, 0, quarter), v128.load(own)), v128.load(io + quarter))
      const u = f32x4.sub(driven, f32x4.mul(lanes(table, 2, quarter), w))
      const over = f32x4.sub(u, f32x4.mul(raised, w))
      const s = f32x4.ge(over, theta)
      const v = left(u, s, cut, fall)
      w = f32x4.add(f32x4.mul(lanes(table, 1, quarter), w), f32x4.mul(lanes(table, 3, quarter), v))
      w = f32x4.add(w, v128.and(s, jump))
      v128.store(own, v)
      v128.store(own, w, 64)
      v128.store(io + quarter, over)
      v128.store(kept + quarter, u)
      v128.store(kept + quarter, w, 64)
    }
    if ((t & 7) == 0) flushStates(state)
  }
}

/**
 * The gradient of spikes to that of the input, the last step first, and to that of a and b, which is added to `gradient` (a row each). With h
 * the surrogate derivative and gw, gu from the step after:
 *
 *   gv = a gu + coupling gw;  gy = h (gs + jump gw - share taken gv);  gu = gy + gv (0 after a hard reset);  ga += gu (v(t-1) + w(t-1) where it acts by a current);
 *   gb += gw (w(t-1) - coupling before (1 - b) v(t));  gw = b gw - outward gu - raised gy
 */
export function tracedAdaptiveBackward(
  slopes: usize, trace: usize, spikeGradient: usize, inputGradient: usize, from: i32, to: i32, steps: i32, state: usize,
  table: usize, gradient: usize,
): void {
  const raised = v128.load32_splat(table + raisedPlace)
  const jump = v128.load32_splat(table + jumpPlace)
  const drive = v128.load32_splat(table + couplingPlace)
  const current = v128.load32_splat(table + currentPlace)
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
      let gw = v128.load(own, 64)
      const h = v128.load(slopes + at)
      const s = i32x4.shr_s(h, 31)
      const u = v128.load(kept)
      const gv = f32x4.add(
        f32x4.mul(lanes(table, 0, quarter), v128.load(own)), f32x4.mul(lanes(table, 3, quarter), gw),
      )
      const lost = f32x4.mul(f32x4.mul(passes, taken(u, cut, fall)), gv)
      const gs = f32x4.sub(f32x4.add(v128.load(spikeGradient + at), f32x4.mul(jump, gw)), lost)
      const over = f32x4.mul(v128.andnot(h, sign), gs)
      const gu = f32x4.add(over, v128.andnot(gv, v128.and(s, cut)))
      v128.store(inputGradient + at, gu)
      let slow = f32x4.mul(drive, left(u, s, cut, fall))
      if (t > 0) {
        const w = v128.load(kept - 64)
        const v = left(v128.load(kept - 128), i32x4.shr_s(v128.load(slopes + at - 64), 31), cut, fall)
        addTo(gradient, 0, quarter, f32x4.mul(gu, f32x4.add(v, f32x4.mul(current, w))))
        slow = f32x4.sub(slow, w)
      }
      addTo(gradient, 1, quarter, f32x4.neg(f32x4.mul(gw, slow)))
      gw = f32x4.mul(lanes(table, 1, quarter), gw)
      gw = f32x4.sub(f32x4.sub(gw, f32x4.mul(lanes(table, 2, quarter), gu)), f32x4.mul(raised, over))
      v128.store(own, gu)
      v128.store(own, gw, 64)
    }
    if ((t & 7) == 0) flushStates(state)
  }
}
