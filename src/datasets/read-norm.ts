import { closeSync, openSync, readSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { checkOptions } from "../known-options.js"
import { SpikeDataset, SpikeGrid } from "../spikes/index.js"
import { type Hdf5, openHdf5 } from "./hdf5.js"
import { isMatV5, type MatArray, type MatData, readMatV5 } from "./mat-v5.js"

export interface ReadNormOptions {
  /** Names of the classes; their numbers by default. */
  classNames?: readonly string[]
  /** Length of a bin (ms); 14 by default. */
  dt?: number
}

/**
 * Reads the authors' files `shd_norm.mat` and `ssc_norm.h5` (Zenodo record 16153275): `X`, a dense 0/1 array of samples x channels x bins, and `Y`,
 * the classes.
 *
 * @throws Error with the file and what is wrong in it
 */
export async function readNorm(path: string, options: ReadNormOptions = {}): Promise<SpikeDataset> {
  checkOptions("readNorm", options, { classNames: true, dt: true })
  const parts = isMatV5(head(path)) ? fromMat(await readFile(path), path) : await fromHdf5(path)
  const largest = parts.labels.reduce((a, b) => Math.max(a, b), 0)
  const classNames = options.classNames ?? Array.from({ length: largest + 1 }, (_, c) => String(c))
  if (largest >= classNames.length) {
    throw new Error(`${path}: Y holds class ${largest}, and classNames names ${classNames.length} only.`)
  }
  const name = basename(path).replace(/\.[^.]*$/, "")
  return new SpikeDataset({ ...parts, classNames, dt: options.dt ?? 14, name })
}

type Parts = Pick<SpikeDataset, "offsets" | "times" | "units" | "labels" | "unitCount" | "steps">

function head(path: string): Uint8Array {
  let file: number
  try {
    file = openSync(path, "r")
  } catch {
    throw new Error(`${path}: there is no such file.`)
  }
  try {
    const bytes = new Uint8Array(128)
    return bytes.subarray(0, readSync(file, bytes))
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}.`)
  } finally {
    closeSync(file)
  }
}

/** Column-major: samples vary fastest, then units, then steps, so that one pass in storage order leaves each sample sorted. */
function fromMat(bytes: Uint8Array, path: string): Parts {
  const { X, Y } = readMatV5(bytes, path, ["X", "Y"])
  const [samples, unitCount, steps] = shapeOf(X.dimensions, path)
  const labels = labelsOf(Y, samples, path)
  const data = X.data
  const counts = new Uint32Array(samples + 1)
  for (let i = 0, s = 0; i < data.length; i++) {
    if (data[i]) counts[s + 1]++
    if (++s === samples) s = 0
  }
  for (let s = 0; s < samples; s++) counts[s + 1] += counts[s]
  const offsets = counts.slice()
  const times = new Uint16Array(counts[samples])
  const units = new Uint16Array(counts[samples])
  let i = 0
  for (let t = 0; t < steps; t++) {
    for (let u = 0; u < unitCount; u++) {
      for (let s = 0; s < samples; s++, i++) {
        if (!data[i]) continue
        times[counts[s]] = t
        units[counts[s]++] = u
      }
    }
  }
  return { offsets, times, units, labels, unitCount, steps }
}

/** Samples read at once where the file is not stored in chunks, and at least so many. */
const ROWS = 64

async function fromHdf5(path: string): Promise<Parts> {
  const file = await openHdf5(path)
  try {
    const [samples, unitCount, steps] = shapeOf(file.dataset("X").shape ?? [], path)
    const Y = { dimensions: file.dataset("Y").shape ?? [], data: file.read("Y") as MatData }
    const labels = labelsOf(Y, samples, path)
    return { ...events(file, samples, unitCount, steps), labels, unitCount, steps }
  } finally {
    file.close()
  }
}

function events(file: Hdf5, samples: number, unitCount: number, steps: number) {
  const grid = new SpikeGrid(steps, unitCount)
  const [roomTimes, roomUnits] = [new Uint16Array(steps * unitCount), new Uint16Array(steps * unitCount)]
  const offsets = new Uint32Array(samples + 1)
  let times: Uint16Array = new Uint16Array(1024)
  let units: Uint16Array = new Uint16Array(1024)
  // Whole chunks, so that none is unpacked twice.
  const chunk = file.dataset("X").metadata.chunks?.[0] ?? 1
  const together = chunk * Math.ceil(ROWS / chunk)
  for (let from = 0; from < samples; from += together) {
    const rows = file.read("X", from, Math.min(from + together, samples)) as ArrayLike<number | bigint>
    for (let i = 0, s = from; i < rows.length; s++) {
      for (let u = 0; u < unitCount; u++) for (let t = 0; t < steps; t++) if (rows[i++]) grid.add(t, u)
      const count = grid.drain(roomTimes, roomUnits, 0)
      const end = offsets[s] + count
      if (end > times.length) {
        times = grown(times, end)
        units = grown(units, end)
      }
      times.set(roomTimes.subarray(0, count), offsets[s])
      units.set(roomUnits.subarray(0, count), offsets[s])
      offsets[s + 1] = end
    }
  }
  return { offsets, times: times.slice(0, offsets[samples]), units: units.slice(0, offsets[samples]) }
}

function grown(values: Uint16Array, needed: number): Uint16Array {
  const larger = new Uint16Array(Math.max(needed, Math.ceil(values.length * 1.5)))
  larger.set(values)
  return larger
}

function shapeOf(dimensions: readonly number[], path: string): [samples: number, unitCount: number, steps: number] {
  if (dimensions.length !== 3) {
    throw new Error(`${path}: X has the size ${dimensions.join(" x ")}; it must be samples x channels x bins.`)
  }
  return [dimensions[0], dimensions[1], dimensions[2]]
}

function labelsOf({ data }: MatArray, samples: number, path: string): Uint16Array {
  if (data.length !== samples) throw new Error(`${path}: X has ${samples} samples and Y has ${data.length} labels.`)
  const values = Array.from(data as ArrayLike<number | bigint>, Number)
  const wrong = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < 65536))
  if (wrong >= 0) throw new Error(`${path}: Y[${wrong}] is ${values[wrong]}; it must be a whole number >= 0.`)
  return Uint16Array.from(values)
}
