import { checkedLoss, type Loss } from "../engine/index.js"

/**
 * Squared difference of each output's spike rate to a target: the paper's loss on speech.
 *
 * @param options targets in spikes a step: `correct` for the class (0.2), `wrong` for the others (0.02)
 */
export const spikeRate = (options: { correct?: number; wrong?: number } = {}): Loss =>
  checkedLoss({ kind: "spikeRate", correct: 0.2, wrong: 0.02, ...options })

/** Softmax cross-entropy on the output spike counts times `scale` (0.3). */
export const crossEntropy = (options: { scale?: number } = {}): Loss =>
  checkedLoss({ kind: "crossEntropy", scale: 0.3, ...options })

/**
 * Squared difference of each output's spike count to a target.
 *
 * @param options targets in spikes a sample: `correct` for the class (20), `wrong` for the others (2)
 */
export const spikeCount = (options: { correct?: number; wrong?: number } = {}): Loss =>
  checkedLoss({ kind: "spikeCount", correct: 20, wrong: 2, ...options })

/**
 * Cross-entropy of the class's share of the output spikes, -log((n_y + floor) / sum of (n_k + floor)): the paper's on the synthetic tasks.
 *
 * @param options `floor`: spikes (1) that are added to every count, so that a silent output has a gradient
 * @throws RangeError when floor is not above 0, as all losses for an unknown option or a number that is none
 */
export const spikeProbability = (options: { floor?: number } = {}): Loss =>
  checkedLoss({ kind: "spikeProbability", floor: 1, ...options })
