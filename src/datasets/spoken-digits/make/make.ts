/**
 * Makes data/spoken-digits/spikes.br anew: `node dist/src/datasets/spoken-digits/make/make.js [--folder F] [--jobs N] [--out FILE]`.
 * Needs espeak-ng, flite and sox; takes about half an hour of a core. Voices that the folder holds already are not recorded again.
 */
import { execFile } from "node:child_process"
import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { SpikeGrid } from "../../../spikes/index.js"
import { type Packed, pack } from "../packed.js"
import { recordings } from "./recordings.js"
import { VOICES } from "./voices.js"

const STEPS = 200
const WINDOW = 1.4
const UNITS = 700

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "out/spoken-digits" },
    jobs: { type: "string", default: "2" },
    out: { type: "string", default: "data/spoken-digits/spikes.br" },
  },
})
await recordAll(values.folder, Number(values.jobs))
const packed = pack(gather(values.folder))
mkdirSync(dirname(values.out), { recursive: true })
writeFileSync(`${values.out}.part`, packed)
renameSync(`${values.out}.part`, values.out)
console.log(`${values.out}: ${(packed.length / 1e6).toFixed(1)} MB`)

/** Records the voices, `jobs` at a time, each in a process of its own. */
async function recordAll(folder: string, jobs: number): Promise<void> {
  const script = fileURLToPath(new URL("./record-voice.js", import.meta.url))
  let next = 0
  const worker = async () => {
    while (next < VOICES.length) {
      const voice = next++
      await new Promise<void>((done, fail) => {
        execFile(process.execPath, [script, String(voice), folder], (error) => (error ? fail(error) : done()))
      })
      console.log(`voice ${voice + 1} of ${VOICES.length}: ${VOICES[voice].name}`)
    }
  }
  await Promise.all(Array.from({ length: jobs }, worker))
}

function gather(folder: string): Packed {
  const grid = new SpikeGrid(STEPS, UNITS)
  const labels: number[] = []
  const voices: number[] = []
  const offsets = [0]
  const times: Uint16Array[] = []
  const units: Uint16Array[] = []
  for (const recording of recordings(folder)) {
    recording.times.forEach((time, k) => {
      grid.add(Math.min(STEPS - 1, Math.floor((time * STEPS) / WINDOW)), recording.units[k])
    })
    const [roomTimes, roomUnits] = [new Uint16Array(recording.times.length), new Uint16Array(recording.times.length)]
    const end = grid.drain(roomTimes, roomUnits, 0)
    times.push(roomTimes.subarray(0, end))
    units.push(roomUnits.subarray(0, end))
    offsets.push(offsets[offsets.length - 1] + end)
    labels.push(recording.word)
    voices.push(recording.voice)
  }
  const joined = (parts: Uint16Array[]) => {
    const all = new Uint16Array(offsets[offsets.length - 1])
    parts.forEach((part, i) => {
      all.set(part, offsets[i])
    })
    return all
  }
  return {
    steps: STEPS,
    unitCount: UNITS,
    labels: Uint8Array.from(labels),
    voices: Uint8Array.from(voices),
    offsets: Uint32Array.from(offsets),
    times: joined(times),
    units: joined(units),
  }
}
