import { random } from "../random.js"
import { bushyCell } from "./bushy-cell.js"
import { SAMPLE_RATE } from "./filter-bank.js"
import { hairCell } from "./hair-cell.js"
import { membraneMotion } from "./membrane-motion.js"
import { resample } from "./resample.js"

export interface CochleaOptions {
  /** Of the waveform (Hz); it is resampled to 48 kHz. */
  sampleRate: number
  /** Of the random firing of nerve fibres. */
  seed: number
  /** Number of channels, from high tones to low; 700 by default. */
  channels?: number
  /** Loudness: root mean square that the waveform is brought to; 0.3 by default. */
  level?: number
}

/** Spikes as SHD's files hold them. */
export interface CochleaSpikes {
  /** Seconds, ascending. */
  times: Float32Array
  /** Channel of each spike; 0 is the highest tone. */
  units: Uint16Array
}

/**
 * Turns a sound into spikes of the auditory pathway: basilar membrane, inner hair cells, bushy cells, the model with which the Spiking Heidelberg
 * Digits were made. The waveform is brought to one loudness and faded in and out over its whole length first.
 *
 * As there (LAUSCHER 1.0.1), the membrane's response is taken as if time ran backwards, so that low tones come up to 25 ms early instead of late.
 * Cramer, Stradmann, Schemmel, Zenke: The Heidelberg Spiking Data Sets. IEEE Trans. Neural Netw. Learn. Syst. 33 (2020) 2744.
 *
 * @param waveform one channel of sound
 * @throws RangeError when the waveform is empty, silent or not finite
 */
export function cochlea(waveform: ArrayLike<number>, options: CochleaOptions): CochleaSpikes {
  const perChannel: Uint32Array[] = []
  let steps = 0
  let found = new Uint32Array(0)
  firingChances(waveform, options, (chance, channel) => {
    steps = chance.length
    if (found.length < steps) found = new Uint32Array(steps)
    perChannel.push(found.slice(0, bushyCell(chance, RATE, random(options.seed, channel), found)))
  })
  return inOrder(perChannel, steps, RATE)
}

/** Steps a second, behind the membrane. */
const RATE = SAMPLE_RATE / 2

/**
 * The part of the model that chance has no part in: how likely each nerve fibre of a channel is to fire in each step, given to `use` channel by channel.
 * The array is reused.
 */
export function firingChances(
  waveform: ArrayLike<number>,
  { sampleRate, channels = 700, level = 0.3 }: Omit<CochleaOptions, "seed">,
  use: (chance: Float64Array, channel: number) => void,
): void {
  if (!(sampleRate > 0 && sampleRate < Infinity)) {
    throw new RangeError(`cochlea: sampleRate is ${sampleRate}; give samples a second (Hz).`)
  }
  if (!(Number.isInteger(channels) && channels > 0)) {
    throw new RangeError(`cochlea: channels is ${channels}; give a whole number above 0.`)
  }
  const sound = faded(normalised(resample(waveform, sampleRate, SAMPLE_RATE), level))
  const chance = new Float64Array(Math.floor(sound.length / 2))
  membraneMotion(sound, channels, (velocity, channel) => {
    hairCell(velocity, RATE, chance)
    use(chance, channel)
  })
}

function normalised(waveform: Float64Array, level: number): Float64Array {
  const power = waveform.reduce((sum, value) => sum + value * value, 0) / waveform.length
  if (!(power > 0 && power < Infinity)) {
    const what = waveform.length === 0 ? "empty" : power === 0 ? "silent" : "not finite everywhere"
    throw new RangeError(`cochlea: the waveform is ${what}; give some sound.`)
  }
  return waveform.map((value) => (value * level) / Math.sqrt(power))
}

/** A Hann window over the whole sound: in over the first half, out over the second. */
function faded(waveform: Float64Array): Float64Array {
  const half = Math.floor(waveform.length / 2)
  const gain = (i: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (2 * half - 1))
  return waveform.map((value, i) => {
    const edge = Math.min(i, waveform.length - 1 - i)
    return edge < half ? value * gain(edge) : value
  })
}

function inOrder(perChannel: readonly Uint32Array[], steps: number, rate: number): CochleaSpikes {
  const starts = new Uint32Array(steps + 1)
  for (const spikes of perChannel) for (const step of spikes) starts[step + 1]++
  for (let step = 0; step < steps; step++) starts[step + 1] += starts[step]
  const times = new Float32Array(starts[steps])
  const units = new Uint16Array(starts[steps])
  perChannel.forEach((spikes, channel) => {
    for (const step of spikes) {
      const place = starts[step]++
      times[place] = step / rate
      units[place] = channel
    }
  })
  return { times, units }
}
