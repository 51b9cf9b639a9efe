import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { checkOptions } from "../../known-options.js"
import { SpikeDataset, SpikeGrid } from "../../spikes/index.js"
import { type NormaliseOptions, normalise, normaliseOptions } from "../normalise.js"
import { shuffle } from "../shuffle.js"
import type { Variant } from "../variant.js"
import { type Packed, unpack } from "./packed.js"
import { WORDS } from "./words.js"

export interface SpokenDigitsOptions extends Partial<NormaliseOptions> {
  /** whole by default. */
  variant?: Variant
  /** Number of time bins in the window of 1400 ms: 100 (of 14 ms, as in the paper; the default) or 200. */
  bins?: 100 | 200
}

/** Length of the window (ms). */
const DURATION = 1400
const FILE = new URL("../../../../data/spoken-digits/spikes.br", import.meta.url)

let stored: Promise<Packed> | undefined

/**
 * The data set that needs no network: the digits 0 to 9 in English and German, spoken by 28 synthetic voices (4 of them English only) with varied pitch,
 * tempo, intonation and loudness, and turned into spikes of 700 channels by {@link cochlea}, as the Spiking Heidelberg Digits were.
 * `speakers` holds the voice. How it was made: data/spoken-digits/README.md.
 *
 * @returns one of the paper's variants, its samples shuffled by `seed` (1 by default)
 * @throws RangeError when variant or bins are not known
 */
export async function spokenDigits(options: SpokenDigitsOptions = {}): Promise<SpikeDataset> {
  checkOptions("spokenDigits", options, { ...normaliseOptions, variant: true, bins: true })
  const { variant = "whole", bins = 100, seed = 1, ...norming } = options
  if (bins !== 100 && bins !== 200) throw new RangeError(`spokenDigits: bins is ${bins}; give 100 or 200.`)
  if (variant !== "whole" && variant !== "part" && variant !== "norm") {
    throw new RangeError(`spokenDigits: variant "${variant}" is not known; give "whole", "part" or "norm".`)
  }
  stored ??= readFile(FILE).then((bytes) => unpack(bytes, fileURLToPath(FILE)))
  const whole = toDataset(await stored, bins)
  if (variant === "whole") return shuffle(whole, { seed })
  return normalise(whole, { ...norming, seed })[variant]
}

function toDataset(packed: Packed, bins: number): SpikeDataset {
  const { offsets, times, units } = bins === packed.steps ? packed : binned(packed, bins)
  return new SpikeDataset({
    offsets,
    times,
    units,
    labels: Uint16Array.from(packed.labels),
    speakers: Uint16Array.from(packed.voices),
    classNames: WORDS,
    unitCount: packed.unitCount,
    steps: bins,
    dt: DURATION / bins,
    name: "spoken digits",
  })
}

/** On a coarser grid, on which spikes of a channel in one bin become one. */
function binned(packed: Packed, bins: number): Pick<Packed, "offsets" | "times" | "units"> {
  const ratio = packed.steps / bins
  const grid = new SpikeGrid(bins, packed.unitCount)
  const offsets = new Uint32Array(packed.offsets.length)
  const times = new Uint16Array(packed.times.length)
  const units = new Uint16Array(packed.times.length)
  for (let s = 0; s + 1 < offsets.length; s++) {
    for (let k = packed.offsets[s]; k < packed.offsets[s + 1]; k++) {
      grid.add(Math.floor(packed.times[k] / ratio), packed.units[k])
    }
    offsets[s + 1] = grid.drain(times, units, offsets[s])
  }
  const end = offsets[offsets.length - 1]
  return { offsets, times: times.slice(0, end), units: units.slice(0, end) }
}
