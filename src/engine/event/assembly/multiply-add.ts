// One instruction instead of two where the module is built for it (target `fused` of asconfig.json): a seventh less time for the large
// products. It is rounded once instead of twice, and what else decides about spikes is rounded as in the reference: only backward passes and
// filters of taps use it.

/** sum + x y */
// @ts-ignore: decorator
@inline
export function multiplyAdd(sum: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, sum)
  return f32x4.add(sum, f32x4.mul(x, y))
}
