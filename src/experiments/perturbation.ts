import { oneOf } from "../did-you-mean.js"
import { checkOptions } from "../known-options.js"
import { deleteSpikes, jitter, randomise, reverse, shift, shuffleOrder, shuffleSynchrony } from "../perturb/index.js"
import type { SpikeDataset } from "../spikes/index.js"

/** The perturbations whose level is a number: a share or a probability of spikes, or a width in time. */
export const perturbations = ["randomise", "jitter", "shift", "delete"] as const
export type Perturbation = (typeof perturbations)[number]

/** What the level of a perturbation says, for the axis of a chart. */
export const levelTitle = (perturbation: Perturbation, unit = "ms"): string =>
  ({
    randomise: "share of spikes moved at random, f",
    jitter: `jitter of each spike, σ (${unit})`,
    shift: `shift of each neuron, σ (${unit})`,
    delete: "probability of deletion",
  })[perturbation]

/**
 * Perturbs spikes by name.
 *
 * @param level f of randomise, sigma (ms) of jitter and shift, probability of delete
 * @param options `commonSteps`: shift of all neurons together (20 steps, the paper's), for `shift`
 * @throws RangeError for an unknown name, and as the perturbation itself does
 */
export function perturb(
  spikes: SpikeDataset,
  perturbation: Perturbation,
  level: number,
  options: { seed: number; commonSteps?: number },
): SpikeDataset {
  checkOptions("perturb", options, { seed: true, commonSteps: true })
  const { seed, commonSteps = 20 } = options
  oneOf("perturbation", perturbation, perturbations)
  switch (perturbation) {
    case "randomise":
      return randomise(spikes, { fraction: level, seed })
    case "jitter":
      return jitter(spikes, { sigma: level, seed })
    case "shift":
      return shift(spikes, { sigma: level, commonSteps, seed })
    case "delete":
      return deleteSpikes(spikes, { probability: level, seed })
  }
}

/** Changes of the order in time that keep every spike count: backwards, and the two shuffles. */
export const reorderings = ["forward", "reversed", "order shuffled", "synchrony shuffled"] as const
export type Reordering = (typeof reorderings)[number]

/** Puts spikes into another order by name; see {@link reverse}, {@link shuffleOrder} and {@link shuffleSynchrony}. */
export function reorder(spikes: SpikeDataset, reordering: Reordering, options: { seed: number }): SpikeDataset {
  checkOptions("reorder", options, { seed: true })
  const { seed } = options
  oneOf("reordering", reordering, reorderings)
  switch (reordering) {
    case "forward":
      return spikes
    case "reversed":
      return reverse(spikes)
    case "order shuffled":
      return shuffleOrder(spikes, { seed })
    case "synchrony shuffled":
      return shuffleSynchrony(spikes, { seed })
  }
}
