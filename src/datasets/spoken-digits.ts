import { random } from "../random.js"
import { fromSamples, type SampleSpikes, type SpikeDataset } from "../spikes/index.js"
import { type NormaliseOptions, normalise } from "./normalise.js"
import { shuffle } from "./shuffle.js"
import type { Variant } from "./variant.js"

export interface SpokenDigitsOptions extends Partial<NormaliseOptions> {
  /** whole by default. */
  variant?: Variant
}

const NAMES = [
  ...["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
  ...["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
]
const UNITS = 700
const STEPS = 100
const VOICES = 24
const UTTERANCES = 3

/**
 * The data set that needs no network: the digits 0 to 9 in English and German by many voices, as spikes of 700 cochlear channels,
 * 100 steps of 14 ms.
 */
export async function spokenDigits(options: SpokenDigitsOptions = {}): Promise<SpikeDataset> {
  const { variant = "whole", seed = 1 } = options
  const whole = generate()
  if (variant === "whole") return shuffle(whole, { seed })
  if (variant === "part" || variant === "norm") return normalise(whole, { ...options, seed })[variant]
  throw new RangeError(`spokenDigits: variant "${variant}" is not known; give "whole", "part" or "norm".`)
}

/** Every word is a chain of three sounds (a place, a breadth and a loudness of four formants) over a hum of the low channels, spoken by voices that differ in pitch and speed. */
function generate(): SpikeDataset {
  const samples: SampleSpikes[] = []
  const labels: number[] = []
  const speakers: number[] = []
  for (let word = 0; word < NAMES.length; word++) {
    const sounds = random(9, word)
    const formants = Array.from({ length: 4 }, (_, f) =>
      Array.from({ length: 4 }, () => 90 + 150 * f + 130 * (sounds.uniform() - 0.5)),
    )
    const hum = Array.from({ length: 8 }, () => Array.from({ length: 3 }, () => 0.06 + 0.4 * sounds.uniform()))
    for (let voice = 0; voice < VOICES; voice++) {
      const character = random(9, 100, voice)
      const place = 60 * (character.uniform() - 0.5)
      const speed = 0.8 + 0.4 * character.uniform()
      for (let turn = 0; turn < UTTERANCES; turn++) {
        const own = random(9, 200, word, voice, turn)
        const length = Math.round((38 + 24 * own.uniform()) * speed)
        const times: number[] = []
        const units: number[] = []
        for (let t = 0; t < length; t++) {
          const at = (t / length) * 2.999
          const sound = Math.floor(at)
          const loud = Math.sin((Math.PI * (t + 0.5)) / length) ** 0.5
          for (let u = 0; u < 160; u++) {
            if (own.uniform() > loud * hum[Math.floor(u / 20)][sound]) continue
            times.push(t + 3)
            units.push(500 + u)
          }
          for (const formant of formants) {
            const centre = place + formant[sound] + (formant[sound + 1] - formant[sound]) * (at - sound)
            const hits = own.poisson(8 * loud)
            for (let h = 0; h < hits; h++) {
              times.push(t + 3)
              units.push(Math.min(UNITS - 1, Math.max(0, Math.round(centre + 40 * own.normal()))))
            }
          }
        }
        samples.push({ times, units })
        labels.push(word)
        speakers.push(voice)
      }
    }
  }
  return fromSamples(samples, {
    labels: Uint16Array.from(labels),
    speakers: Uint16Array.from(speakers),
    classNames: NAMES,
    unitCount: UNITS,
    steps: STEPS,
    dt: 14,
    name: "spoken digits",
  })
}
