// A step of current-based LIF neurons (equations in src/network/neurons/cuba-lif.ts), four of them a vector: for cuba-lif.ts, which goes through the
// steps of a block, and loop-cuba-lif.ts, which goes through the blocks of a step.
import { multiplyAdd } from "./multiply-add"

/** The membrane, of that of the step before, at which `spiked` neurons are reset. */
// @ts-ignore: decorator
@inline
export function membrane(hard: bool, a: v128, before: v128, spiked: v128, fall: v128, current: v128): v128 {
  if (hard) return f32x4.add(v128.andnot(f32x4.mul(a, before), spiked), current)
  return f32x4.add(f32x4.sub(f32x4.mul(a, before), v128.and(spiked, fall)), current)
}

/** What is left of a membrane's gradient a step earlier: nothing where a hard reset (`cut`) came between, put together beside the sums. */
// @ts-ignore: decorator
@inline
export function leftOf(a: v128, slope: v128, cut: v128): v128 {
  return v128.andnot(a, v128.and(i32x4.shr_s(slope, 31), cut))
}

/** The membrane's gradient; `later`: that of the step after, of which `left` is left. */
// @ts-ignore: decorator
@inline
export function membraneGradient(slope: v128, sign: v128, spikeGradient: v128, left: v128, later: v128): v128 {
  return multiplyAdd(f32x4.mul(v128.andnot(slope, sign), spikeGradient), left, later)
}
