import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readWav, type Sound } from "../../../cochlea/index.js"
import type { Random } from "../../../random.js"
import { ENGLISH } from "../words.js"
import type { Voice } from "./voices.js"

/** Length of the spoken part (s): the same for all words, so that it says little about them. */
const SHORTEST = 0.55
const LONGEST = 1.02
const ENDINGS = [".", "?", "!"]

/**
 * Lets a voice say a word once, in its own manner each time: pitch, tempo and intonation vary.
 * @returns the sound, trimmed to where it is heard; nothing where it is not 0.5 to 1.1 s long
 */
export function speak(voice: Voice, word: string, random: Random): Sound | undefined {
  const aim = SHORTEST + (LONGEST - SHORTEST) * random.uniform()
  const pitch = Math.round(Math.min(95, Math.max(5, voice.pitch + 9 * random.normal())))
  const tract = voice.tract * (1 + 0.015 * random.normal())
  const text = word + ENDINGS[random.integer(ENDINGS.length)]
  const english = ENGLISH.includes(word)
  const folder = mkdtempSync(join(tmpdir(), "spoken-"))
  const path = join(folder, "word.wav")
  try {
    // Playing a sound at another rate scales pitch and formants, as a larger or smaller speaker does.
    const heard = (): Sound => {
      const { samples, sampleRate } = trimmed(readWav(readFileSync(path), path))
      return { samples, sampleRate: Math.round(sampleRate / tract) }
    }
    synthesise(voice, text, english, pitch, 1.4, path)
    const first = heard()
    const stretch = Math.min(2.18, Math.max(0.8, (1.4 * aim * first.sampleRate) / first.samples.length))
    synthesise(voice, text, english, pitch, stretch, path)
    const second = heard()
    // The engines do not go all the way for short words; sox does the rest without a change of pitch.
    const tempo = second.samples.length / second.sampleRate / aim
    const slower = join(folder, "slower.wav")
    execFileSync("sox", ["-V1", "-D", path, slower, "tempo", "-s", tempo.toFixed(3)])
    renameSync(slower, path)
    const sound = heard()
    const length = sound.samples.length / sound.sampleRate
    return length >= 0.5 && length <= 1.1 ? sound : undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function synthesise(voice: Voice, text: string, english: boolean, pitch: number, stretch: number, path: string): void {
  if (voice.engine === "espeak-ng") {
    const name = `${english ? voice.english : "de"}+${voice.name}`
    execFileSync("espeak-ng", [
      "-v",
      name,
      "-p",
      String(pitch),
      "-s",
      String(Math.round(175 / stretch)),
      "-w",
      path,
      text,
    ])
  } else {
    const settings = ["--setf", `duration_stretch=${stretch}`, "--setf", `f0_shift=${2 ** ((pitch - 50) / 60)}`]
    execFileSync("flite", ["-voice", voice.name, ...settings, "-t", text, "-o", path])
  }
}

/** Cuts what is more than 40 dB below the loudest 10 ms at both ends. */
function trimmed({ samples, sampleRate }: Sound): Sound {
  const frame = Math.round(sampleRate / 100)
  const power = Array.from({ length: Math.floor(samples.length / frame) }, (_, f) =>
    samples.subarray(f * frame, (f + 1) * frame).reduce((sum, value) => sum + value * value, 0),
  )
  const heard = power.map((value) => value > 1e-4 * Math.max(...power))
  return { samples: samples.slice(heard.indexOf(true) * frame, (heard.lastIndexOf(true) + 1) * frame), sampleRate }
}
