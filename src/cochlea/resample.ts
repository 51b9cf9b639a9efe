/** Zero crossings of the sinc on each side. */
const LOBES = 24

/**
 * A waveform at another sample rate: windowed-sinc interpolation, low-pass at the lower of the two Nyquist frequencies.
 * @throws RangeError when a rate is not positive
 */
export function resample(waveform: ArrayLike<number>, from: number, to: number): Float64Array {
  if (!(from > 0 && to > 0 && from < Infinity && to < Infinity)) {
    throw new RangeError(`resample: from ${from} Hz to ${to} Hz; give rates above 0.`)
  }
  if (from === to) return Float64Array.from(waveform)
  const cutoff = Math.min(1, to / from)
  const reach = LOBES / cutoff
  const out = new Float64Array(Math.round((waveform.length * to) / from))
  for (let n = 0; n < out.length; n++) {
    const at = (n * from) / to
    const first = Math.max(0, Math.ceil(at - reach))
    const last = Math.min(waveform.length - 1, Math.floor(at + reach))
    let sum = 0
    for (let i = first; i <= last; i++) {
      const away = at - i
      const window = 0.5 + 0.5 * Math.cos((Math.PI * away) / reach)
      sum += waveform[i] * window * sinc(away * cutoff)
    }
    out[n] = sum * cutoff
  }
  return out
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}
