import type { PspFilter } from "../../../network/index.js"

/** Numbers of a recursion. */
export const recursionLength = 5

/** Taps of another form. */
const none: readonly number[] = Array.from({ length: recursionLength }, () => 0)

/**
 * The numbers by which `assembly/filter.ts` works out taps (level + slope k) decay^k without a sum over them: decay, level, slope, and what
 * is left of an input in each of its two sums when it leaves. Zeros for taps that are not of this form, as trained ones soon are; and where an
 * input leaves before half of it has decayed, for what is rounded would add up.
 */
export function recursionOf(taps: Float32Array, shape: PspFilter["shape"], decay: number): readonly number[] {
  const left = decay ** taps.length
  if (taps.length < 2 || !(left < 0.5)) return none
  const [level, slope] = shape === "alpha" ? [0, taps[1] / decay] : [taps[0], 0]
  const largest = taps.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0)
  const isSo = taps.every((tap, k) => Math.abs((level + slope * k) * decay ** k - tap) <= 1e-6 * largest)
  return isSo && largest > 0 ? [decay, level, slope, left, taps.length * left] : none
}
