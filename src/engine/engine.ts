import type { Parameters } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"

/**
 * What training asks of an output population, a function of its spikes alone.
 *
 * - crossEntropy: softmax cross-entropy of `scale` x spike counts
 * - spikeRate: sum over outputs of (rate - target)^2, rate = count / steps, target `correct` for the class and `wrong` for the others (the paper's)
 *
 * Both are means over the batch.
 */
export type Loss =
  | { readonly kind: "crossEntropy"; readonly scale: number }
  | { readonly kind: "spikeRate"; readonly correct: number; readonly wrong: number }

/** What one forward pass over some samples gave. */
export interface ForwardResult {
  /** Output spikes; samples x classes. */
  readonly outputCounts: Float32Array
  /** Spikes a neuron and step, by population (input first), a mean over the samples. */
  readonly rates: readonly number[]
  /** Spikes that a delay pushed past the end of the window, in all samples. */
  readonly lostSpikes: number
}

/** What an evaluation gave. */
export interface EvaluationResult extends ForwardResult {
  /** Mean loss over the samples. */
  readonly loss: number
  /** Samples whose class has the most output spikes (the first, on a tie). */
  readonly correct: number
}

/** What one gradient gave. */
export interface GradientResult extends EvaluationResult {
  /** Gradient of the mean loss, in the shapes of the parameters (for weight-normalised connections: of direction and gain). */
  readonly gradients: Parameters
}

/** Runs a network: forward, and gradients by surrogate. Both engines do this, and mean the same. */
export interface Engine {
  forward(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>): ForwardResult
  gradients(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, loss: Loss): GradientResult
}
