import type { SpikeDataset } from "../spikes/index.js"
import { deletion } from "./landing.js"
import { landEach, perSample } from "./per-sample.js"
import { checkProbability } from "./within.js"

/**
 * Deletes each spike with probability `probability` (the paper's deletion).
 * @throws RangeError when probability lies outside [0, 1]
 */
export function deleteSpikes(
  spikes: SpikeDataset,
  { probability, seed }: { probability: number; seed: number },
): SpikeDataset {
  checkProbability("deleteSpikes", "probability", probability)
  return perSample(spikes, seed, (train, grid, random) => landEach(train, grid, deletion(probability, random)))
}
