import { cochlea } from "../../../cochlea/index.js"
import { random } from "../../../random.js"
import { WORDS } from "../words.js"
import { speak } from "./speak.js"
import { VOICES } from "./voices.js"

/** How often each voice says each word. */
export const TAKES = 5
const SEED = 20

/** One recording as spikes. */
export interface Recording {
  word: number
  voice: number
  take: number
  /** Seconds. */
  times: Float32Array
  units: Uint16Array
}

/** All recordings to be made, in the order in which they are stored. */
export function plan(): { word: number; voice: number; take: number }[] {
  const all: { word: number; voice: number; take: number }[] = []
  VOICES.forEach((speaker, voice) => {
    const words = speaker.engine === "flite" ? WORDS.length / 2 : WORDS.length
    for (let word = 0; word < words; word++) for (let take = 0; take < TAKES; take++) all.push({ word, voice, take })
  })
  return all
}

/** Speaks a word and turns it into spikes; the same each time. */
export function record(word: number, voice: number, take: number): Recording {
  const stream = random(SEED, word, voice, take)
  const sound = speak(VOICES[voice], WORDS[word], stream)
  const level = 0.3 * 10 ** ((2 * stream.normal()) / 20)
  // Silence around the word keeps its ends from the fading of the cochlea's window: without it short vowels at the start nearly vanish.
  const silence = () => Math.round(sound.sampleRate * (0.06 + 0.08 * stream.uniform()))
  const before = silence()
  const waveform = new Float64Array(before + sound.samples.length + silence())
  waveform.set(sound.samples, before)
  const seed = stream.integer(2 ** 31)
  const { times, units } = cochlea(waveform, { sampleRate: sound.sampleRate, seed, level })
  return { word, voice, take, times, units }
}
