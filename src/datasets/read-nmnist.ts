import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { checkOptions } from "../known-options.js"
import { fromSamples, type SampleSpikes, type SpikeDataset } from "../spikes/index.js"

export interface ReadNmnistOptions {
  /** Length of a step (ms); 1 by default. */
  dt?: number
  /** Length of the window (ms); 350 by default, which holds the three saccades. */
  duration?: number
  /** Files of each class to read; all by default. */
  perClass?: number
}

/** Pixels of the sensor each way. */
const SIDE = 34

/**
 * Reads N-MNIST as it is published: a folder (Train, Test) with a folder for each digit, and in it a file of events for each sample. An event has 5 bytes: x, y,
 * polarity (1 bit) and time in microseconds (23 bits). Unit = (polarity x 34 + y) x 34 + x.
 *
 * @throws Error when the folder is missing, a file is cut short, or an event lies outside
 */
export async function readNmnist(folder: string, options: ReadNmnistOptions = {}): Promise<SpikeDataset> {
  checkOptions("readNmnist", options, { dt: true, duration: true, perClass: true })
  const { dt = 1, duration = 350, perClass = Infinity } = options
  const steps = Math.round(duration / dt)
  const samples: SampleSpikes[] = []
  const labels: number[] = []
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new Error(`${folder}: there is no such folder.`)
  })
  const classes = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const classNames = classes.sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
  if (classNames.length === 0) throw new Error(`${folder}: it holds no folders; N-MNIST has one for each digit.`)
  for (const [label, name] of classNames.entries()) {
    const files = (await readdir(join(folder, name))).filter((file) => file.endsWith(".bin")).sort()
    for (const file of files.slice(0, perClass)) {
      const path = join(folder, name, file)
      samples.push(eventsOf(await readFile(path), path, steps, dt))
      labels.push(label)
    }
  }
  return fromSamples(samples, {
    labels: Uint16Array.from(labels),
    classNames,
    unitCount: 2 * SIDE * SIDE,
    steps,
    dt,
    name: `N-MNIST ${basename(folder)}`,
  })
}

function eventsOf(bytes: Uint8Array, path: string, steps: number, dt: number): SampleSpikes {
  if (bytes.length % 5 !== 0)
    throw new Error(`${path}: its ${bytes.length} bytes are no multiple of 5; it is cut short.`)
  const times: number[] = []
  const units: number[] = []
  for (let at = 0; at < bytes.length; at += 5) {
    const [x, y] = [bytes[at], bytes[at + 1]]
    const polarity = bytes[at + 2] >> 7
    const microseconds = ((bytes[at + 2] & 127) << 16) | (bytes[at + 3] << 8) | bytes[at + 4]
    const step = Math.floor(microseconds / 1000 / dt)
    if (x >= SIDE || y >= SIDE)
      throw new Error(`${path}: event ${at / 5} is at (${x}, ${y}), outside ${SIDE} x ${SIDE} pixels.`)
    if (step >= steps) {
      throw new Error(
        `${path}: event ${at / 5} is at ${microseconds / 1000} ms, after the window of ${steps * dt} ms; give a longer duration.`,
      )
    }
    times.push(step)
    units.push((polarity * SIDE + y) * SIDE + x)
  }
  return { times, units }
}
