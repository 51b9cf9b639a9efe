import { existsSync } from "node:fs"
import { join } from "node:path"
import { checkOptions, type OptionNames } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import { cacheFolder, type RemoteName, remoteSet } from "./fetch/index.js"
import { type NormaliseOptions, normaliseOptions } from "./normalise.js"
import { variantOfFiles } from "./normalise-files.js"
import { readNorm } from "./read-norm.js"
import { type ReadShdOptions, readShd, readShdOptions } from "./read-shd.js"
import { shuffle } from "./shuffle.js"
import { ENGLISH, GERMAN } from "./spoken-digits/index.js"
import type { Variant } from "./variant.js"

export interface LoadOptions extends Partial<NormaliseOptions>, ReadShdOptions {
  /** whole by default. */
  variant?: Variant
  /** Folder of the files; that of `spiketime data fetch` by default. */
  folder?: string
}

const loadOptions: OptionNames<LoadOptions> = { ...normaliseOptions, ...readShdOptions, variant: true, folder: true }

/**
 * The Spiking Heidelberg Digits, both files together, fetched before with `spiketime data fetch shd`.
 * @throws Error when the files are not there
 */
export async function shd(options: LoadOptions = {}): Promise<SpikeDataset> {
  checkOptions("shd", options, loadOptions)
  return load("shd", { tolerance: 0.01, name: "SHD", ...options })
}

/**
 * The Spiking Speech Commands, all three files together, fetched before with `spiketime data fetch ssc`. The whole variant takes 4 bytes a spike, and twice that while it is read: several GB;
 * part and norm are read in pieces.
 * @throws Error when the files are not there
 */
export async function ssc(options: LoadOptions = {}): Promise<SpikeDataset> {
  checkOptions("ssc", options, loadOptions)
  return load("ssc", { tolerance: 0.02, removeBelow: 20_000, name: "SSC", ...options })
}

/**
 * The authors' own SHD-norm: 224 channels, fetched before with `spiketime data fetch shd-norm`.
 * @throws Error when the file is not there
 */
export async function shdNorm(options: { folder?: string } = {}): Promise<SpikeDataset> {
  checkOptions("shdNorm", options, { folder: true })
  const [path] = filesOf("shd-norm", options.folder)
  return (await readNorm(path, { classNames: [...ENGLISH, ...GERMAN] })).with({ name: "SHD-norm" })
}

/**
 * The authors' own SSC-norm: 285 channels, fetched before with `spiketime data fetch ssc-norm`.
 * @throws Error when the file is not there
 */
export async function sscNorm(options: { folder?: string } = {}): Promise<SpikeDataset> {
  checkOptions("sscNorm", options, { folder: true })
  const [path] = filesOf("ssc-norm", options.folder)
  return (await readNorm(path)).with({ name: "SSC-norm" })
}

async function load(name: RemoteName, options: LoadOptions): Promise<SpikeDataset> {
  const { variant = "whole", seed = 1, folder, bins, duration, unitCount, unsorted } = options
  const files = filesOf(name, folder)
  if (variant === "whole")
    return shuffle(await readShd(files, { bins, duration, unitCount, unsorted, name: options.name }), { seed })
  if (variant === "part" || variant === "norm") return variantOfFiles(files, variant, { ...options, seed })
  throw new RangeError(`${name}: variant "${variant}" is not known; give "whole", "part" or "norm".`)
}

function filesOf(name: RemoteName, folder = cacheFolder()): string[] {
  const files = remoteSet(name).files.map((file) => join(folder, file))
  const missing = files.find((file) => !existsSync(file))
  if (missing) {
    throw new Error(
      `${missing}: there is no such file. Fetch it with: npx spiketime data fetch ${name}, or give its folder.`,
    )
  }
  return files
}
