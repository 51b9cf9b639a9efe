import { type MembraneBase, membraneBase, velocityFrom } from "./basilar-membrane.js"

/** Rate at which sounds are taken in (Hz); the membrane's motion comes out at half of it. */
export const SAMPLE_RATE = 48_000
/** Length of the membrane that the channels cover evenly (cm). */
const LENGTH = 3.5
/** Frequencies a factor of 2 at which the response is computed; between them its logarithm is interpolated. */
const PER_OCTAVE = 48
const LOWEST = 2
/** What falls under this part of a channel's largest response above its best frequency is left out. */
const NEGLIGIBLE = 1e-5

/** Banks that are kept, of up to 50 MB for a second of sound. */
const KEPT = 3

/** The frequency response of one channel on the bins of a transform. */
export interface ChannelFilter {
  /** Of the first bin, which is bin 1. */
  re: Float32Array
  im: Float32Array
}

interface Curve {
  logSize: Float64Array
  phase: Float64Array
}

let bases: MembraneBase[] | undefined
const curves = new Map<number, Curve>()
const banks = new Map<string, ChannelFilter[]>()

/**
 * The responses of `channels` places from the base (high tones) to the apex (low tones), on the bins of a transform of `length` samples.
 * The last few banks are kept.
 */
export function filterBank(channels: number, length: number): ChannelFilter[] {
  const key = `${channels} ${length}`
  let bank = banks.get(key)
  if (!bank) {
    if (banks.size >= KEPT) banks.delete(banks.keys().next().value!)
    bank = Array.from({ length: channels }, (_, c) =>
      channelFilter(channels === 1 ? 0 : (LENGTH * c) / (channels - 1), length),
    )
    banks.set(key, bank)
  }
  return bank
}

function channelFilter(x: number, length: number): ChannelFilter {
  let curve = curves.get(x)
  if (!curve) {
    curve = curveAt(x)
    curves.set(x, curve)
  }
  const { logSize, phase } = curve
  const step = SAMPLE_RATE / length
  const last = logSize.length - 3
  const top = LOWEST * 2 ** ((last + 1) / PER_OCTAVE)
  const bins = Math.min(length / 2 - 1, Math.floor(top / step))
  const re = new Float32Array(bins)
  const im = new Float32Array(bins)
  for (let i = 0; i < bins; i++) {
    const at = Math.max(1, PER_OCTAVE * Math.log2(modelFrequency((i + 1) * step) / LOWEST))
    const below = Math.min(last, Math.floor(at))
    const size = Math.exp(cubic(logSize, below, at - below))
    const angle = cubic(phase, below, at - below)
    re[i] = size * Math.cos(angle)
    im[i] = size * Math.sin(angle)
  }
  return { re, im }
}

/** LAUSCHER's frequencies start at 1 Hz instead of 0. */
function modelFrequency(f: number): number {
  const half = SAMPLE_RATE / 2
  return 1 + (f * (half - 1)) / half
}

/** Logarithm and unwrapped phase of the response at one place, from the lowest frequency to where it has become negligible. */
function curveAt(x: number): Curve {
  // Three points beyond the top let the interpolation reach it.
  bases ??= Array.from({ length: Math.ceil(PER_OCTAVE * Math.log2(SAMPLE_RATE / 2 / LOWEST)) + 3 }, (_, i) =>
    membraneBase(2 * Math.PI * LOWEST * 2 ** (i / PER_OCTAVE)),
  )
  const logSize: number[] = []
  const phase: number[] = []
  let largest = 0
  for (const base of bases) {
    const { re, im } = velocityFrom(base, x)
    const size = Math.hypot(re, im)
    let angle = Math.atan2(im, re)
    const before = phase.at(-1) ?? angle
    angle += 2 * Math.PI * Math.round((before - angle) / (2 * Math.PI))
    largest = Math.max(largest, size)
    logSize.push(Math.log(size))
    phase.push(angle)
    if (size < NEGLIGIBLE * largest) break
  }
  return { logSize: Float64Array.from(logSize), phase: Float64Array.from(phase) }
}

/** Cubic (Lagrange) interpolation at i + t, 1 <= i <= length - 3. */
function cubic(y: Float64Array, i: number, t: number): number {
  const a = y[i - 1]
  const b = y[i]
  const c = y[i + 1]
  const d = y[i + 2]
  return (
    (-a * t * (t - 1) * (t - 2)) / 6 +
    (b * (t + 1) * (t - 1) * (t - 2)) / 2 -
    (c * (t + 1) * t * (t - 2)) / 2 +
    (d * (t + 1) * t * (t - 1)) / 6
  )
}
