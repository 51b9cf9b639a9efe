/** A vowel of 0.3 s at 48 kHz: harmonics of 120 Hz under three formants. fixtures/lauscher.py makes the same. */
export function vowel(): Float64Array {
  const wave = new Float64Array(14_400)
  for (let k = 1; k < 30; k++) {
    const f = 120 * k
    const gain = [500, 1500, 2500].reduce((sum, centre) => sum + Math.exp(-(((f - centre) / 150) ** 2)), 0.05)
    for (let n = 0; n < wave.length; n++) wave[n] += gain * Math.sin((2 * Math.PI * f * n) / 48_000)
  }
  return wave
}
