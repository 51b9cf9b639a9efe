import { rename, rm, writeFile } from "node:fs/promises"
import { SpikeDataset } from "../spikes/index.js"
import { toHalfFloats } from "./half-float.js"
import { type Column, writeHdf5 } from "./hdf5-writer.js"

/** Spikes in seconds, before they are binned. */
export interface RawSpikes {
  samples: readonly { times: ArrayLike<number>; units: ArrayLike<number> }[]
  labels: ArrayLike<number>
  classNames: readonly string[]
  speakers?: ArrayLike<number>
}

/**
 * Writes a file in the layout of SHD, which h5py, tonic and {@link readShd} read: half-float times in seconds. The spikes of a data set are
 * put into the middle of their bins, so that reading with the same bins gives it back.
 *
 * @throws RangeError when labels or speakers are not one a sample; Error when the file cannot be written (then nothing is left under its name)
 */
export async function writeShd(path: string, data: SpikeDataset | RawSpikes): Promise<void> {
  const raw = data instanceof SpikeDataset ? inSeconds(data) : data
  const { samples, labels, classNames, speakers } = raw
  for (const [what, values] of Object.entries({ labels, speakers })) {
    if (values && values.length !== samples.length) {
      throw new RangeError(`writeShd: ${samples.length} samples and ${values.length} ${what}; give one a sample.`)
    }
  }
  const extra: Record<string, Column> = { keys: { kind: "text", values: classNames } }
  if (speakers) extra.speaker = { kind: "uint16", values: Uint16Array.from(speakers) }
  const bytes = writeHdf5({
    spikes: {
      times: { kind: "half-float lists", values: samples.map(({ times }) => toHalfFloats(times)) },
      units: { kind: "uint16 lists", values: samples.map(({ units }) => Uint16Array.from(units)) },
    },
    extra,
    "": { labels: { kind: "uint16", values: Uint16Array.from(labels) } },
  })
  const part = `${path}.part`
  try {
    await writeFile(part, bytes)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw new Error(`${path}: it cannot be written (${(error as Error).message}).`)
  }
}

function inSeconds(data: SpikeDataset): RawSpikes {
  const { labels, classNames, speakers, dt } = data
  const samples = Array.from(data, ({ times, units }) => ({
    times: Float64Array.from(times, (step) => ((step + 0.5) * dt) / 1000),
    units,
  }))
  return { samples, labels, classNames, speakers }
}
