import { checkOptions } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import { deletion } from "./landing.js"
import { landEach, perSample } from "./per-sample.js"
import { checkProbability } from "./within.js"

export interface DeleteOptions {
  /** Probability for each spike to go, 0 to 1. */
  probability: number
  seed: number
}

/**
 * Deletes each spike with probability `probability` (the paper's deletion).
 *
 * @throws RangeError for an unknown option, or when probability lies outside [0, 1]
 */
export function deleteSpikes(spikes: SpikeDataset, options: DeleteOptions): SpikeDataset {
  checkOptions("deleteSpikes", options, { probability: true, seed: true })
  const { probability, seed } = options
  checkProbability("deleteSpikes", "probability", probability)
  return perSample(spikes, seed, (train, grid, random) => landEach(train, grid, deletion(probability, random)))
}
