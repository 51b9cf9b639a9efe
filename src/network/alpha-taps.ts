/**
 * The alpha kernel e(t) = t/tau exp(1 - t/tau) at whole steps, cut where it falls under 1 % after its peak (SLAYER).
 *
 * @param tau in steps
 */
export function alphaTaps(tau: number): Float32Array {
  const taps: number[] = []
  for (let t = 0; ; t++) {
    const value = (t / tau) * Math.exp(1 - t / tau)
    if (t > tau && value < 0.01) return Float32Array.from(taps)
    taps.push(value)
  }
}
