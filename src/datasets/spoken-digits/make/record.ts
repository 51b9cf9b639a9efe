import { type CochleaSpikes, cochlea } from "../../../cochlea/index.js"
import { type Random, random } from "../../../random.js"
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

/** Channels that a voice excites, where a take has too few spikes for the norm variant now and then. */
const FIRST = 420
const LAST = 610
const ENOUGH = 2
/** How often a word is spoken anew at most. */
const TRIES = 5

/**
 * Speaks a word and turns it into spikes; the same each time. A take that leaves one of the channels of voiced sounds without two spikes is
 * spoken anew (short vowels, as in "acht", do so often): the norm variant would lose it. After five tries the best one is kept.
 */
export function record(word: number, voice: number, take: number): Recording {
  let best: { spikes: CochleaSpikes; poor: number } | undefined
  for (let turn = 0; turn < TRIES && best?.poor !== 0; turn++) {
    const spikes = encode(word, voice, random(SEED, word, voice, take, turn))
    if (!spikes) continue
    const poor = poorChannels(spikes)
    if (!best || poor < best.poor) best = { spikes, poor }
  }
  if (!best) throw new Error(`${VOICES[voice].name} does not say "${WORDS[word]}" in 0.5 to 1.1 s.`)
  return { word, voice, take, ...best.spikes }
}

function encode(word: number, voice: number, stream: Random): CochleaSpikes | undefined {
  const sound = speak(VOICES[voice], WORDS[word], stream)
  if (!sound) return undefined
  const level = 0.3 * 10 ** ((2 * stream.normal()) / 20)
  // Silence around the word keeps its ends from the fading of the cochlea's window: without it short vowels at the start nearly vanish.
  const silence = () => Math.round(sound.sampleRate * (0.06 + 0.08 * stream.uniform()))
  const before = silence()
  const waveform = new Float64Array(before + sound.samples.length + silence())
  waveform.set(sound.samples, before)
  return cochlea(waveform, { sampleRate: sound.sampleRate, seed: stream.integer(2 ** 31), level })
}

/** Channels of voiced sounds with fewer than two bins of 14 ms with a spike. */
function poorChannels({ times, units }: CochleaSpikes): number {
  const bins = Array.from({ length: LAST - FIRST }, () => new Set<number>())
  units.forEach((unit, k) => {
    if (unit >= FIRST && unit < LAST) bins[unit - FIRST].add(Math.floor(times[k] / 0.014))
  })
  return bins.filter((set) => set.size < ENOUGH).length
}
