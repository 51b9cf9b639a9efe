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
