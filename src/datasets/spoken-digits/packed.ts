import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib"

/** Recordings on a binary grid, as they are stored. */
export interface Packed {
  steps: number
  unitCount: number
  /** Class of each sample. */
  labels: Uint8Array
  /** Voice of each sample. */
  voices: Uint8Array
  /** Start of each sample in `times` and `units`; one longer than the number of samples. */
  offsets: Uint32Array
  /** Sorted by time, then unit, inside a sample. */
  times: Uint16Array
  units: Uint16Array
}

const MAGIC = 0x53504b31
const HEADER = 16

/**
 * Packs recordings: each event as the distance to the one before it on the grid read row by row (a byte; 0 stands for 255 cells without an event),
 * then Brotli. About 3 kB a spoken word.
 */
export function pack({ steps, unitCount, labels, voices, offsets, times, units }: Packed): Uint8Array {
  const samples = labels.length
  const counts = new Uint32Array(samples)
  const gaps: number[] = []
  for (let s = 0; s < samples; s++) {
    counts[s] = offsets[s + 1] - offsets[s]
    let last = -1
    for (let k = offsets[s]; k < offsets[s + 1]; k++) {
      const cell = times[k] * unitCount + units[k]
      let gap = cell - last
      for (; gap > 255; gap -= 255) gaps.push(0)
      gaps.push(gap)
      last = cell
    }
  }
  const raw = new Uint8Array(HEADER + 6 * samples + gaps.length)
  new Uint32Array(raw.buffer, 0, 4).set([MAGIC, samples, steps, unitCount])
  raw.set(new Uint8Array(counts.buffer), HEADER)
  raw.set(labels, HEADER + 4 * samples)
  raw.set(voices, HEADER + 5 * samples)
  raw.set(gaps, HEADER + 6 * samples)
  return brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
    },
  })
}

/**
 * Unpacks what {@link pack} made.
 * @param name for error messages
 * @throws Error when the bytes are something else, or cut short
 */
export function unpack(packed: Uint8Array, name: string): Packed {
  let raw: Uint8Array
  try {
    raw = Uint8Array.from(brotliDecompressSync(packed))
  } catch {
    throw new Error(`${name}: the recordings cannot be unpacked; install the package again.`)
  }
  const [magic, samples, steps, unitCount] = new Uint32Array(raw.buffer, 0, 4)
  if (raw.length < HEADER || magic !== MAGIC) throw new Error(`${name}: these are no packed recordings.`)
  const counts = new Uint32Array(raw.buffer, HEADER, samples)
  const labels = raw.slice(HEADER + 4 * samples, HEADER + 5 * samples)
  const voices = raw.slice(HEADER + 5 * samples, HEADER + 6 * samples)
  const offsets = new Uint32Array(samples + 1)
  for (let s = 0; s < samples; s++) offsets[s + 1] = offsets[s] + counts[s]
  const times = new Uint16Array(offsets[samples])
  const units = new Uint16Array(offsets[samples])
  let at = HEADER + 6 * samples
  for (let s = 0; s < samples; s++) {
    let step = 0
    let unit = -1
    for (let k = offsets[s]; k < offsets[s + 1]; k++) {
      for (; raw[at] === 0; at++) unit += 255
      unit += raw[at++]
      while (unit >= unitCount) {
        unit -= unitCount
        step++
      }
      times[k] = step
      units[k] = unit
    }
  }
  return { steps, unitCount, labels, voices, offsets, times, units }
}
