import { basename } from "node:path"
import { checkOptions, type OptionNames } from "../known-options.js"
import { SpikeDataset } from "../spikes/index.js"
import { type Binning, binSample } from "./bin-sample.js"
import { type Hdf5, openHdf5 } from "./hdf5.js"
import { merge } from "./merge.js"

export interface ReadShdOptions {
  /** Number of time bins; 100 by default, as in the paper. */
  bins?: number
  /** Length of the window (ms); 1400 by default, so that a bin lasts 14 ms. */
  duration?: number
  /** Number of input channels; 700 by default. */
  unitCount?: number
  /** Accept samples whose times are out of order; by default they are an error. */
  unsorted?: boolean
  /** Name of the data set; the file's by default. */
  name?: string
}

export const readShdOptions: OptionNames<ReadShdOptions> = {
  bins: true,
  duration: true,
  unitCount: true,
  unsorted: true,
  name: true,
}

/** One file, or the train and the test file, which are put together in this order. */
export type ShdSource = string | { train: string; test: string } | readonly string[]

const CHUNK = 256

/**
 * Reads files in the layout of the Spiking Heidelberg Digits (SHD, SSC): `spikes/times` (variable-length floats, seconds),
 * `spikes/units`, `labels`, and where present `extra/speaker` and `extra/keys`. Spikes are binned to a binary grid.
 *
 * @returns samples in the order of the files; `dt` is duration / bins
 * @throws Error with the file, the path inside it and the sample, when something is missing or wrong
 */
export async function readShd(source: ShdSource, options: ReadShdOptions = {}): Promise<SpikeDataset> {
  checkOptions("readShd", options, readShdOptions)
  const parts: SpikeDataset[] = []
  for (const path of pathsOf(source)) parts.push(await readFile(path, options))
  return parts.length === 1 ? parts[0] : merge(...parts)
}

/** The files of a source, in order. */
export function pathsOf(source: ShdSource): readonly string[] {
  if (typeof source === "string") return [source]
  return "train" in source ? [source.train, source.test] : source
}

async function readFile(path: string, options: ReadShdOptions): Promise<SpikeDataset> {
  const chunks: SpikeDataset[] = []
  for await (const chunk of shdChunks(path, options)) chunks.push(chunk)
  return chunks.length === 1 ? chunks[0] : merge(...chunks).with({ sources: undefined })
}

/**
 * Reads one file in the layout of {@link readShd} piece by piece, some hundred samples at a time, for files that do not fit into memory at once.
 * @throws Error as readShd does
 */
export async function* shdChunks(path: string, options: ReadShdOptions = {}): AsyncGenerator<SpikeDataset> {
  const { bins = 100, duration = 1400, unitCount = 700, unsorted = false } = options
  const file = await openHdf5(path)
  try {
    const length = sameLength(file, ["labels", "spikes/times", "spikes/units"])
    checkList(file, "spikes/times", FLOAT)
    checkList(file, "spikes/units", INTEGER)
    const labels = Uint16Array.from(numbers(file, "labels"))
    const names = classNames(file, labels)
    const who = speakers(file, length)
    const binning: Binning = { path, bins, duration, unitCount, unsorted }
    for (let from = 0; from < length; from += CHUNK) {
      const to = Math.min(from + CHUNK, length)
      const chunkTimes = file.read("spikes/times", from, to) as ArrayLike<number>[]
      const chunkUnits = file.read("spikes/units", from, to) as ArrayLike<number>[]
      const binned = Array.from({ length: to - from }, (_, i) =>
        binSample(chunkTimes[i], chunkUnits[i], from + i, binning),
      )
      const offsets = new Uint32Array(binned.length + 1)
      binned.forEach((sample, i) => {
        offsets[i + 1] = offsets[i] + sample.times.length
      })
      yield new SpikeDataset({
        offsets,
        times: joined(
          binned.map((sample) => sample.times),
          offsets,
        ),
        units: joined(
          binned.map((sample) => sample.units),
          offsets,
        ),
        labels: labels.slice(from, to),
        classNames: names,
        speakers: who?.slice(from, to),
        unitCount,
        steps: bins,
        dt: duration / bins,
        name: options.name ?? basename(path).replace(/\.[^.]*$/, ""),
      })
    }
  } finally {
    file.close()
  }
}

/** HDF5's numbers for its classes of types. */
const INTEGER = 0
const FLOAT = 1

function checkList(file: Hdf5, inside: string, type: number): void {
  const metadata = file.dataset(inside).metadata
  if (metadata.vlen_type?.type !== type) {
    const wanted = type === FLOAT ? "floats (seconds)" : "integers (channels)"
    throw new Error(`${file.path}: ${inside} must hold one list of ${wanted} a sample.`)
  }
}

function joined(parts: readonly Uint16Array[], offsets: Uint32Array): Uint16Array {
  const all = new Uint16Array(offsets[parts.length])
  parts.forEach((part, i) => {
    all.set(part, offsets[i])
  })
  return all
}

function sameLength(file: Hdf5, paths: readonly string[]): number {
  const lengths = paths.map((inside) => file.dataset(inside).shape?.[0] ?? 0)
  paths.forEach((inside, i) => {
    if (lengths[i] !== lengths[0]) {
      throw new Error(`${file.path}: ${inside} has ${lengths[i]} samples and ${paths[0]} has ${lengths[0]}.`)
    }
  })
  if (lengths[0] === 0) throw new Error(`${file.path}: labels is empty; there are no samples.`)
  return lengths[0]
}

function numbers(file: Hdf5, inside: string): number[] {
  const values = Array.from(file.read(inside) as ArrayLike<number | bigint>, Number)
  const wrong = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < 65536))
  if (wrong >= 0)
    throw new Error(`${file.path}: ${inside}[${wrong}] is ${values[wrong]}; it must be a whole number >= 0.`)
  return values
}

function classNames(file: Hdf5, labels: Uint16Array): string[] {
  const largest = labels.reduce((a, b) => Math.max(a, b), 0)
  if (!file.has("extra/keys")) return Array.from({ length: largest + 1 }, (_, i) => String(i))
  const keys = Array.from(file.read("extra/keys") as ArrayLike<string>, String)
  if (largest >= keys.length) {
    const sample = labels.indexOf(largest)
    throw new Error(`${file.path}: labels[${sample}] is ${largest} and extra/keys names ${keys.length} classes only.`)
  }
  return keys
}

function speakers(file: Hdf5, length: number): Uint16Array | undefined {
  if (!file.has("extra/speaker")) return undefined
  const values = numbers(file, "extra/speaker")
  if (values.length !== length) {
    throw new Error(`${file.path}: extra/speaker has ${values.length} samples and labels has ${length}.`)
  }
  return Uint16Array.from(values)
}
