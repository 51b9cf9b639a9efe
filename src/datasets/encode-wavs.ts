import { readFile } from "node:fs/promises"
import { basename, dirname } from "node:path"
import { cochlea, readWav } from "../cochlea/index.js"
import { checkOptions } from "../known-options.js"
import type { RawSpikes } from "./write-shd.js"

export interface EncodeOptions {
  /** Of the random firing; 1 by default. Each file has its own stream. */
  seed?: number
  /** Channels of the cochlea; 700 by default. */
  channels?: number
  /** Loudness that every recording is brought to (root mean square); 0.3 by default. */
  level?: number
  /** Hears of every file that is done. */
  onProgress?: (done: number, path: string, spikes: number) => void
  signal?: AbortSignal
}

/**
 * Turns WAV files into spikes with {@link cochlea}. What a recording says is the name of its folder where the files lie in several folders,
 * else the part of its name before the first underscore; a second part, where all names have three, is the speaker (7_jackson_3.wav).
 *
 * @throws Error when a file is missing, no WAV file, or silent
 */
export async function encodeWavs(paths: readonly string[], options: EncodeOptions = {}): Promise<RawSpikes> {
  checkOptions("encodeWavs", options, { seed: true, channels: true, level: true, onProgress: true, signal: true })
  const { seed = 1, channels, level, onProgress, signal } = options
  if (paths.length === 0) throw new RangeError("encodeWavs: give at least one WAV file.")
  const named = describe(paths)
  const samples: RawSpikes["samples"][number][] = []
  for (const [i, path] of paths.entries()) {
    if (signal?.aborted) throw new Error(`stopped after ${i} of ${paths.length} recordings.`)
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`${path}: ${error.code === "ENOENT" ? "there is no such file" : error.message}.`)
    })
    const sound = readWav(bytes, path)
    try {
      samples.push(cochlea(sound.samples, { sampleRate: sound.sampleRate, seed: seed + i, channels, level }))
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`)
    }
    onProgress?.(i + 1, path, samples[i].times.length)
  }
  return { samples, ...named }
}

/** Classes and speakers, from the names of the files. */
function describe(paths: readonly string[]): Pick<RawSpikes, "labels" | "classNames" | "speakers"> {
  const folders = paths.map(dirname)
  const parts = paths.map((path) =>
    basename(path)
      .replace(/\.[^.]*$/, "")
      .split("_"),
  )
  const words = new Set(folders).size > 1 ? folders.map((folder) => basename(folder)) : parts.map(([word]) => word)
  const classNames = sorted(words)
  const names = parts.every((part) => part.length >= 3) ? parts.map((part) => part[1]) : undefined
  const everyone = names && sorted(names)
  return {
    labels: Uint16Array.from(words, (word) => classNames.indexOf(word)),
    classNames,
    speakers: names && Uint16Array.from(names, (name) => everyone!.indexOf(name)),
  }
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
}
