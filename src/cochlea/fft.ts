/** Discrete Fourier transforms of one length, in place, on separate real and imaginary parts. */
export interface Fft {
  readonly length: number
  /** sum over k of x[k] exp(-2 pi i k n / length). */
  forward(re: Float64Array, im: Float64Array): void
  /** sum over k of x[k] exp(+2 pi i k n / length), not divided by the length. */
  backward(re: Float64Array, im: Float64Array): void
}

/**
 * Plans transforms of a length that is a power of two (radix 4, decimation in frequency, with the order put right at the end).
 * @throws RangeError for other lengths
 */
export function fft(length: number): Fft {
  if (!(length >= 1 && Number.isInteger(Math.log2(length)))) {
    throw new RangeError(`fft: length is ${length}; give a power of two.`)
  }
  const stages = stagesOf(length)
  const swaps = swapsOf(length)
  const backward = (re: Float64Array, im: Float64Array) => {
    for (const { size, twiddles } of stages) {
      if (size > 4) stage(re, im, size, twiddles)
      else if (size === 4) lastStage4(re, im)
      else lastStage2(re, im)
    }
    for (let s = 0; s < swaps.length; s += 2) {
      const [a, b] = [swaps[s], swaps[s + 1]]
      const heldRe = re[a]
      const heldIm = im[a]
      re[a] = re[b]
      im[a] = im[b]
      re[b] = heldRe
      im[b] = heldIm
    }
  }
  // Exchanging real and imaginary parts turns one direction into the other.
  return { length, backward, forward: (re, im) => backward(im, re) }
}

interface Stage {
  size: number
  /** cos and sin of 1, 2 and 3 times 2 pi j / size, for each j below size / 4. */
  twiddles: Float64Array
}

function stagesOf(length: number): Stage[] {
  const stages: Stage[] = []
  for (let size = length; size > 1; size /= 4) {
    const twiddles = new Float64Array(size > 4 ? (size / 4) * 6 : 0)
    for (let i = 0; i < twiddles.length; i += 2) {
      const angle = (2 * Math.PI * Math.floor(i / 6) * (1 + ((i % 6) >> 1))) / size
      twiddles[i] = Math.cos(angle)
      twiddles[i + 1] = Math.sin(angle)
    }
    stages.push({ size, twiddles })
    if (size === 2) break
  }
  return stages
}

function stage(re: Float64Array, im: Float64Array, size: number, twiddles: Float64Array): void {
  const quarter = size >> 2
  for (let start = 0; start < re.length; start += size) {
    for (let j = 0, w = 0; j < quarter; j++, w += 6) {
      const p = start + j
      const q = p + quarter
      const r = q + quarter
      const t = r + quarter
      const sumRe = re[p] + re[r]
      const sumIm = im[p] + im[r]
      const difRe = re[p] - re[r]
      const difIm = im[p] - im[r]
      const oddRe = re[q] + re[t]
      const oddIm = im[q] + im[t]
      // i (x[q] - x[t])
      const turnRe = im[t] - im[q]
      const turnIm = re[q] - re[t]
      re[p] = sumRe + oddRe
      im[p] = sumIm + oddIm
      const aRe = difRe + turnRe
      const aIm = difIm + turnIm
      re[q] = aRe * twiddles[w] - aIm * twiddles[w + 1]
      im[q] = aRe * twiddles[w + 1] + aIm * twiddles[w]
      const bRe = sumRe - oddRe
      const bIm = sumIm - oddIm
      re[r] = bRe * twiddles[w + 2] - bIm * twiddles[w + 3]
      im[r] = bRe * twiddles[w + 3] + bIm * twiddles[w + 2]
      const cRe = difRe - turnRe
      const cIm = difIm - turnIm
      re[t] = cRe * twiddles[w + 4] - cIm * twiddles[w + 5]
      im[t] = cRe * twiddles[w + 5] + cIm * twiddles[w + 4]
    }
  }
}

function lastStage4(re: Float64Array, im: Float64Array): void {
  for (let p = 0; p < re.length; p += 4) {
    const sumRe = re[p] + re[p + 2]
    const sumIm = im[p] + im[p + 2]
    const difRe = re[p] - re[p + 2]
    const difIm = im[p] - im[p + 2]
    const oddRe = re[p + 1] + re[p + 3]
    const oddIm = im[p + 1] + im[p + 3]
    const turnRe = im[p + 3] - im[p + 1]
    const turnIm = re[p + 1] - re[p + 3]
    re[p] = sumRe + oddRe
    im[p] = sumIm + oddIm
    re[p + 1] = difRe + turnRe
    im[p + 1] = difIm + turnIm
    re[p + 2] = sumRe - oddRe
    im[p + 2] = sumIm - oddIm
    re[p + 3] = difRe - turnRe
    im[p + 3] = difIm - turnIm
  }
}

function lastStage2(re: Float64Array, im: Float64Array): void {
  for (let p = 0; p < re.length; p += 2) {
    const a = re[p]
    const b = im[p]
    re[p] = a + re[p + 1]
    im[p] = b + im[p + 1]
    re[p + 1] = a - re[p + 1]
    im[p + 1] = b - im[p + 1]
  }
}

/** Pairs to exchange so that output n comes to place n: its digits (base 4, the last base 2 for odd powers) are reversed. */
function swapsOf(length: number): Uint32Array {
  // Place of output n after the stages, then followed along its cycles as a list of exchanges.
  const at = new Uint32Array(length)
  for (let n = 0; n < length; n++) {
    let place = 0
    let rest = n
    let size = length
    while (size >= 4) {
      size /= 4
      place += (rest & 3) * size
      rest >>>= 2
    }
    if (size === 2) place += rest & 1
    at[n] = place
  }
  const swaps: number[] = []
  const where = Uint32Array.from(at)
  const holds = new Uint32Array(length)
  at.forEach((place, n) => {
    holds[place] = n
  })
  for (let n = 0; n < length; n++) {
    const from = where[n]
    if (from === n) continue
    swaps.push(n, from)
    const moved = holds[n]
    where[moved] = from
    holds[from] = moved
  }
  return Uint32Array.from(swaps)
}
