import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"

/** The samples in a random order, as a split by position needs it (SSC's file is stored in blocks of one class). */
export function shuffle(data: SpikeDataset, { seed }: { seed: number }): SpikeDataset {
  return data.select(random(seed).shuffle(Uint32Array.from({ length: data.length }, (_, i) => i)))
}
