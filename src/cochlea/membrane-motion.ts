import { type Fft, fft } from "./fft.js"
import { type ChannelFilter, filterBank } from "./filter-bank.js"

/**
 * Velocity of the basilar membrane at `channels` places, at half the sample rate, given to `use` one after the other.
 * The array is reused: it holds one channel only until `use` returns.
 *
 * @param sound at 48 kHz
 */
export function membraneMotion(
  sound: Float64Array,
  channels: number,
  use: (velocity: Float64Array, channel: number) => void,
): void {
  let length = 256
  while (length < sound.length) length *= 2
  const re = new Float64Array(length)
  const im = new Float64Array(length)
  re.set(sound)
  fft(length).forward(re, im)
  const bank = filterBank(channels, length)
  const steps = Math.floor(sound.length / 2)
  const [a, b] = [new Float64Array(length / 2), new Float64Array(length / 2)]
  for (let c = 0; c < channels; c += 2) {
    synthesise(re, im, bank[c], bank[c + 1], a, b)
    use(a.subarray(0, steps), c)
    if (c + 1 < channels) use(b.subarray(0, steps), c + 1)
  }
}

const plans = new Map<number, Fft>()
let work: { re: Float64Array; im: Float64Array } = { re: new Float64Array(0), im: new Float64Array(0) }

/**
 * Back to time: two channels as real and imaginary part of one transform, at half the sample rate. Where only the lowest bins are in use,
 * every R-th sample is a transform R times shorter, of bins turned by their phase.
 */
function synthesise(
  re: Float64Array,
  im: Float64Array,
  first: ChannelFilter,
  second: ChannelFilter | undefined,
  a: Float64Array,
  b: Float64Array,
): void {
  const length = a.length
  const bins = Math.max(first.re.length, second?.re.length ?? 0)
  let size = 64
  while (size < 2 * bins + 2 && size < length) size *= 2
  const parts = length / size
  let plan = plans.get(size)
  if (!plan) {
    plan = fft(size)
    plans.set(size, plan)
  }
  if (work.re.length !== size) work = { re: new Float64Array(size), im: new Float64Array(size) }
  const turnRe = Math.cos((2 * Math.PI) / length)
  const turnIm = Math.sin((2 * Math.PI) / length)
  let [stepRe, stepIm] = [1, 0]
  for (let part = 0; part < parts; part++) {
    pack(re, im, first, second, bins, stepRe, stepIm, length)
    plan.backward(work.re, work.im)
    for (let q = 0, n = part; q < size; q++, n += parts) {
      a[n] = work.re[q]
      b[n] = work.im[q]
    }
    const next = stepRe * turnRe - stepIm * turnIm
    stepIm = stepRe * turnIm + stepIm * turnRe
    stepRe = next
  }
}

function pack(
  re: Float64Array,
  im: Float64Array,
  first: ChannelFilter,
  second: ChannelFilter | undefined,
  bins: number,
  stepRe: number,
  stepIm: number,
  length: number,
): void {
  const size = work.re.length
  const mask = size - 1
  work.re.fill(0)
  work.im.fill(0)
  // Half of the sum of a bin and its mirror image is the real part; 1 / length belongs to the transform.
  const weight = 0.5 / length
  let [phaseRe, phaseIm] = [weight, 0]
  const [re1, im1] = [first.re, first.im]
  const [re2, im2] = second ? [second.re, second.im] : [re1, im1]
  for (let i = 0, k = 1; i < bins; i++, k++) {
    const next = phaseRe * stepRe - phaseIm * stepIm
    phaseIm = phaseRe * stepIm + phaseIm * stepRe
    phaseRe = next
    const soundRe = re[k] * phaseRe - im[k] * phaseIm
    const soundIm = re[k] * phaseIm + im[k] * phaseRe
    let [aRe, aIm, bRe, bIm] = [0, 0, 0, 0]
    if (i < re1.length) {
      aRe = re1[i] * soundRe - im1[i] * soundIm
      aIm = re1[i] * soundIm + im1[i] * soundRe
    }
    if (i < re2.length) {
      bRe = re2[i] * soundRe - im2[i] * soundIm
      bIm = re2[i] * soundIm + im2[i] * soundRe
    }
    const up = k & mask
    const down = (size - k) & mask
    work.re[up] += aRe - bIm
    work.im[up] += aIm + bRe
    work.re[down] += aRe + bIm
    work.im[down] += bRe - aIm
  }
}
