import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { checkOptions } from "../known-options.js"
import { fromSamples, type SpikeDataset } from "../spikes/index.js"
import { readNpz } from "./npz.js"

export interface ReadEventsOptions {
  /** Length of a step (ms); 1 by default. */
  dt?: number
  /** Length of the window (ms); up to the last spike by default. */
  duration?: number
  /** Number of units; one more than the largest by default. */
  unitCount?: number
  /** What the times are in; ms by default. */
  timeUnit?: "s" | "ms" | "us"
  /** Names of the classes; their numbers by default. */
  classNames?: readonly string[]
}

/** One event a row. */
interface Columns {
  time: ArrayLike<number>
  unit: ArrayLike<number>
  sample: ArrayLike<number>
  /** Class of each sample. */
  label: ArrayLike<number>
}

const MILLISECONDS = { s: 1000, ms: 1, us: 1e-3 }

/**
 * Reads anybody's events: a .csv with the columns time, unit, sample and, if wished, label (named in its first line, in any order), or an .npz with arrays of
 * these names; in an .npz, `label` has one entry a sample.
 *
 * @returns samples 0 to the largest number, those without events included
 * @throws Error with the file, the line and the column that is wrong
 */
export async function readEvents(path: string, options: ReadEventsOptions = {}): Promise<SpikeDataset> {
  checkOptions("readEvents", options, { dt: true, duration: true, unitCount: true, timeUnit: true, classNames: true })
  const { dt = 1, timeUnit = "ms" } = options
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path}: ${error.code === "ENOENT" ? "there is no such file" : error.message}.`)
  })
  const columns = path.endsWith(".npz") ? fromNpz(bytes, path) : fromCsv(new TextDecoder().decode(bytes), path)
  const { time, unit, sample, label } = columns
  const samples = Array.from({ length: label.length }, () => ({ times: [] as number[], units: [] as number[] }))
  let [last, largest] = [0, 0]
  for (let k = 0; k < time.length; k++) {
    const step = Math.floor((time[k] * MILLISECONDS[timeUnit]) / dt)
    const where = `${path}: event ${k}`
    if (!(step >= 0 && step < Infinity)) throw new Error(`${where}: time is ${time[k]}; it must be a number from 0 on.`)
    for (const [name, value, end] of [
      ["unit", unit[k], 65536],
      ["sample", sample[k], label.length],
    ] as const) {
      if (!(Number.isInteger(value) && value >= 0 && value < end)) {
        throw new Error(`${where}: ${name} is ${value}; it must be a whole number from 0 to ${end - 1}.`)
      }
    }
    samples[sample[k]].times.push(step)
    samples[sample[k]].units.push(unit[k])
    last = Math.max(last, step)
    largest = Math.max(largest, unit[k])
  }
  const classes = Array.from(label).reduce((a, b) => Math.max(a, b), 0) + 1
  try {
    return fromSamples(samples, {
      labels: Uint16Array.from(label),
      classNames: options.classNames ?? Array.from({ length: classes }, (_, c) => String(c)),
      unitCount: options.unitCount ?? largest + 1,
      steps: options.duration === undefined ? last + 1 : Math.round(options.duration / dt),
      dt,
      name: basename(path).replace(/\.[^.]*$/, ""),
    })
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`)
  }
}

function fromCsv(text: string, path: string): Columns {
  const lines = text.split(/\r?\n/)
  const names = lines[0].split(",").map((name) => name.trim().toLowerCase())
  const place = (name: string) => names.indexOf(name)
  for (const name of ["time", "unit", "sample"]) {
    if (place(name) < 0)
      throw new Error(`${path}: the first line names no column "${name}"; it must name time, unit and sample.`)
  }
  const columns = { time: [] as number[], unit: [] as number[], sample: [] as number[] }
  const label: number[] = []
  for (let n = 1; n < lines.length; n++) {
    if (lines[n].trim() === "") continue
    const cells = lines[n].split(",")
    const number = (name: string) => {
      const text = cells[place(name)]?.trim()
      const value = Number(text)
      if (!text || !Number.isFinite(value))
        throw new Error(`${path}: line ${n + 1}: ${name} is "${text ?? ""}"; it must be a number.`)
      return value
    }
    columns.time.push(number("time"))
    columns.unit.push(number("unit"))
    const sample = number("sample")
    columns.sample.push(sample)
    if (!(Number.isInteger(sample) && sample >= 0))
      throw new Error(`${path}: line ${n + 1}: sample is ${sample}; it must be a whole number from 0 on.`)
    const known = label[sample]
    const own = place("label") < 0 ? 0 : number("label")
    if (known !== undefined && known !== own)
      throw new Error(`${path}: line ${n + 1}: sample ${sample} has the labels ${known} and ${own}.`)
    label[sample] = own
  }
  return { ...columns, label: Array.from(label, (value) => value ?? 0) }
}

function fromNpz(bytes: Uint8Array, path: string): Columns {
  const arrays = readNpz(bytes, path)
  const column = (name: string) => {
    const array = arrays[name]
    if (!array) throw new Error(`${path}: there is no array ${name} in it; it must hold time, unit and sample.`)
    return Array.from(array.data, Number)
  }
  const [time, unit, sample] = [column("time"), column("unit"), column("sample")]
  if (unit.length !== time.length || sample.length !== time.length) {
    throw new Error(`${path}: time, unit and sample have ${time.length}, ${unit.length} and ${sample.length} entries.`)
  }
  const count = sample.reduce((a, b) => Math.max(a, b), -1) + 1
  return { time, unit, sample, label: arrays.label ? column("label") : new Array<number>(count).fill(0) }
}
