/** Number of neurons in a group; an active count cannot be larger. */
export const GROUP = 20

/** Probability of 0 to 20 active neurons: Poisson with mean `mean`, truncated at 20 and renormalised. */
export function activeCounts(mean: number): Float64Array {
  const weights = new Float64Array(GROUP + 1)
  weights[0] = 1
  for (let k = 1; k <= GROUP; k++) weights[k] = (weights[k - 1] * mean) / k
  const total = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / total)
}

/** The distributions of active neurons "on" and "off" at mixing l: means 12 and 2 at 0, both 5 at 1. */
export function onOff(l: number): { on: Float64Array; off: Float64Array } {
  return { on: activeCounts((1 - l) * 12 + l * 5), off: activeCounts((1 - l) * 2 + l * 5) }
}

/** What two distributions share: the sum of the smaller probabilities. */
export function overlap(p: Float64Array, q: Float64Array): number {
  return p.reduce((sum, value, k) => sum + Math.min(value, q[k]), 0)
}

/** The mixing l whose overlap comes nearest to `level`, on a grid of 1001; 0 at level 0. */
export function mixingAt(level: number): number {
  if (level === 0) return 0
  let best = 0
  let distance = Infinity
  for (let i = 0; i <= 1000; i++) {
    const { on, off } = onOff(i / 1000)
    const away = Math.abs(overlap(on, off) - level)
    if (away < distance) {
      distance = away
      best = i / 1000
    }
  }
  return best
}
