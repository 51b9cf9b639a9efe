// WebAssembly cannot flush denormal numbers to zero, and they make arithmetic several times slower. States that decay are
// set to zero under 1e-30, every eighth step: often enough, since none decays by 1e-8 in eight steps and matters.

import { constant, sign4 } from "./constants"

// @ts-ignore: decorator
@inline
export function flush(x: v128): v128 {
  return v128.and(x, f32x4.gt(v128.andnot(x, sign4()), constant(9)))
}

/** The same for two states of a block that stay in memory. */
export function flushStates(state: usize): void {
  for (let at: usize = 0; at < 128; at += 16) v128.store(state + at, flush(v128.load(state + at)))
}
