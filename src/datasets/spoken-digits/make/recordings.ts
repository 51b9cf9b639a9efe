import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { plan, type Recording, record } from "./record.js"
import { VOICES } from "./voices.js"

/** Records all words of one voice, unless the folder holds them already. */
export function recordVoice(voice: number, folder: string): void {
  const path = fileOf(voice, folder)
  if (existsSync(path)) return
  const parts: Uint8Array[] = []
  for (const { word, take } of plan().filter((item) => item.voice === voice)) {
    const { times, units } = record(word, voice, take)
    parts.push(bytes(Uint32Array.of(word, take, times.length)), bytes(times), bytes(units))
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${path}.part`, Buffer.concat(parts))
  renameSync(`${path}.part`, path)
}

/** Reads what {@link recordVoice} wrote, of all voices. */
export function* recordings(folder: string): Generator<Recording> {
  for (let voice = 0; voice < VOICES.length; voice++) {
    const file = readFileSync(fileOf(voice, folder))
    for (let at = 0; at < file.length; ) {
      const [word, take, count] = new Uint32Array(copy(file, at, 12))
      const times = new Float32Array(copy(file, at + 12, 4 * count))
      const units = new Uint16Array(copy(file, at + 12 + 4 * count, 2 * count))
      yield { word, voice, take, times, units }
      at += 12 + 6 * count
    }
  }
}

function fileOf(voice: number, folder: string): string {
  return join(folder, `${VOICES[voice].engine}-${VOICES[voice].name}.spikes`)
}

function bytes(values: Uint32Array | Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

function copy(file: Buffer, at: number, length: number): ArrayBuffer {
  return Uint8Array.from(file.subarray(at, at + length)).buffer
}
