// Two-compartment leaky integrate-and-fire; equations in src/network/neurons/tc-lif.ts. Rows of the table: beta1 and beta2.
import { sign4 } from "../constants"
import { flushStates } from "../flush"
import { addTo, cut4, fall4, lanes, left, passes4, taken, thetaPlace } from "./table"

/** What a spike takes from the dendrite. */
const gammaPlace: usize = 24

/** Input to potentials of the soma, in place, for steps from <= t < to; the trace: soma and dendrite. `state`: 128 bytes. */
export function tracedTcLifForward(table: usize, block: usize, trace: usize, from: i32, to: i32, state: usize): void {
  const theta = v128.load32_splat(table + thetaPlace)
  const gamma = v128.load32_splat(table + gammaPlace)
  const cut = cut4(table)
  const fall = fall4(table)
  if (from == 0) memory.fill(state, 0, 128)
  let io = block + (<usize>from << 6)
  let kept = trace + (<usize>from << 7)
  for (let t = from; t < to; t++, io += 64, kept += 128) {
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      const own = state + quarter
      let u = v128.load(own)
      const d = f32x4.add(
        f32x4.sub(v128.load(own, 64), f32x4.mul(lanes(table, 0, quarter), u)), v128.load(io + quarter),
      )
      u = f32x4.add(u, f32x4.mul(lanes(table, 1, quarter), d))
      v128.store(io + quarter, u)
      v128.store(kept + quarter, u)
      v128.store(kept + quarter, d, 64)
      const s = f32x4.ge(u, theta)
      v128.store(own, left(u, s, cut, fall))
      v128.store(own, f32x4.sub(d, v128.and(s, gamma)), 64)
    }
    if ((t & 7) == 0) flushStates(state)
  }
}

/**
 * The gradient of spikes to that of the input, the last step first, and to that of the betas, which is added to `gradient` (a row each). With
 * h the surrogate derivative, gd and gu from the step after, taken what a spike takes of the soma:
 *
 *   gv = gu - beta1 gd;  gu = h (gs - share (taken gv + gamma gd)) + gv (0 after a hard reset);  gd = gd + beta2 gu
 *   gbeta1 -= gd u'(t-1);  gbeta2 += gu d(t)
 */
export function tracedTcLifBackward(
  slopes: usize, trace: usize, spikeGradient: usize, inputGradient: usize, from: i32, to: i32, steps: i32, state: usize,
  table: usize, gradient: usize,
): void {
  const gamma = v128.load32_splat(table + gammaPlace)
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
      let gd = v128.load(own, 64)
      const h = v128.load(slopes + at)
      const gv = f32x4.sub(v128.load(own), f32x4.mul(lanes(table, 0, quarter), gd))
      const lost = f32x4.add(f32x4.mul(taken(v128.load(kept), cut, fall), gv), f32x4.mul(gamma, gd))
      const gs = f32x4.sub(v128.load(spikeGradient + at), f32x4.mul(passes, lost))
      const gu = f32x4.add(f32x4.mul(v128.andnot(h, sign), gs), v128.andnot(gv, v128.and(i32x4.shr_s(h, 31), cut)))
      gd = f32x4.add(gd, f32x4.mul(lanes(table, 1, quarter), gu))
      v128.store(inputGradient + at, gd)
      v128.store(own, gu)
      v128.store(own, gd, 64)
      addTo(gradient, 1, quarter, f32x4.mul(gu, v128.load(kept, 64)))
      if (t > 0) {
        const s = i32x4.shr_s(v128.load(slopes + at - 64), 31)
        addTo(gradient, 0, quarter, f32x4.neg(f32x4.mul(gd, left(v128.load(kept - 128), s, cut, fall))))
      }
    }
    if ((t & 7) == 0) flushStates(state)
  }
}
