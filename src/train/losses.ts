import type { Loss } from "../engine/index.js"

/**
 * Squared difference of each output's spike rate to a target: the paper's loss on speech.
 *
 * @param options targets in spikes a step: `correct` for the class (0.2), `wrong` for the others (0.02)
 */
export const spikeRate = ({ correct = 0.2, wrong = 0.02 }: { correct?: number; wrong?: number } = {}): Loss => ({
  kind: "spikeRate",
  correct,
  wrong,
})

/** Softmax cross-entropy on the output spike counts times `scale` (0.3). */
export const crossEntropy = ({ scale = 0.3 }: { scale?: number } = {}): Loss => ({ kind: "crossEntropy", scale })

/**
 * Squared difference of each output's spike count to a target.
 *
 * @param options targets in spikes a sample: `correct` for the class (20), `wrong` for the others (2)
 */
export const spikeCount = ({ correct = 20, wrong = 2 }: { correct?: number; wrong?: number } = {}): Loss => ({
  kind: "spikeCount",
  correct,
  wrong,
})

/**
 * Cross-entropy of the class's share of the output spikes, -log((n_y + floor) / sum of (n_k + floor)): the paper's on the synthetic tasks.
 *
 * @param options `floor`: spikes (1) that are added to every count, so that a silent output has a gradient
 * @throws RangeError when floor is not above 0
 */
export function spikeProbability({ floor = 1 }: { floor?: number } = {}): Loss {
  if (!(floor > 0 && Number.isFinite(floor))) {
    throw new RangeError(`spikeProbability: floor is ${floor}; give a number of spikes above 0.`)
  }
  return { kind: "spikeProbability", floor }
}
