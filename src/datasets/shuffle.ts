import { checkOptions } from "../known-options.js"
import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"

/** The samples in a random order, as a split by position needs it (SSC's file is stored in blocks of one class). */
export function shuffle(data: SpikeDataset, options: { seed: number }): SpikeDataset {
  checkOptions("shuffle", options, { seed: true })
  return data.select(random(options.seed).shuffle(Uint32Array.from({ length: data.length }, (_, i) => i)))
}
