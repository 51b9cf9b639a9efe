import type { Numbers } from "./reference.js"

/** The slope of `f` by number `k` of one tensor of connection `c`, by a small step to both sides. */
export function centralDifference(
  f: (p: Numbers[]) => number,
  at: Numbers[],
  c: number,
  key: keyof Numbers,
  k: number,
  step = 1e-5,
): number {
  const shifted = (by: number) =>
    at.map((p, i) => (i === c ? { ...p, [key]: Array.from(p[key]!, (v, j) => (j === k ? v + by : v)) } : p))
  return (f(shifted(step)) - f(shifted(-step))) / (2 * step)
}
