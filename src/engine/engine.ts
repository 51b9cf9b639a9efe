import type { Parameters } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { Activity } from "./activity.js"
import type { Dropout } from "./dropout.js"

/**
 * What training asks of an output population, by its scores: spike counts n, or what is read off a leaky integrator's membrane. With y
 * the sample's class and sums over the outputs k:
 *
 * - crossEntropy: softmax cross-entropy of `scale` x scores; where every step of a membrane is read, the mean of the steps' cross-entropies
 * - spikeRate: sum of (n_k / steps - target_k)^2, target `correct` for the class and `wrong` for the others (the paper's, on speech)
 * - spikeCount: sum of (n_k - target_k)^2, targets in spikes
 * - spikeProbability: -log p_y with p_k = (n_k + floor) / (sum of (n_j + floor)), the negative log-likelihood of the share of spikes
 *   (Spikemax, Shrestha et al. 2022; the paper's, on the synthetic tasks). `floor`, in spikes, gives a silent output a gradient.
 *
 * All are means over the batch; only crossEntropy is known to neurons without spikes.
 */
export type Loss =
  | { readonly kind: "crossEntropy"; readonly scale: number }
  | { readonly kind: "spikeRate"; readonly correct: number; readonly wrong: number }
  | { readonly kind: "spikeCount"; readonly correct: number; readonly wrong: number }
  | { readonly kind: "spikeProbability"; readonly floor: number }

/** What one forward pass over some samples gave. */
export interface ForwardResult {
  /** Output spikes, or what is read off the membranes of an output that does not spike; samples x classes. */
  readonly outputCounts: Float32Array
  /** Spikes a neuron and step, by population (input first), a mean over the samples; those of silenced neurons are among them. */
  readonly rates: readonly number[]
  /**
   * Spikes that a delay pushed past the end of the window, in all samples. With dendritic and synaptic delays, where a spike arrives at
   * each target at a time of its own, it counts by the share of the targets that it does not reach.
   */
  readonly lostSpikes: number
}

/** What an evaluation gave. */
export interface EvaluationResult extends ForwardResult {
  /** Mean loss over the samples. */
  readonly loss: number
  /** Samples whose class has the most output spikes, or the highest reading (the first, on a tie). */
  readonly correct: number
}

/** What one gradient gave. */
export interface GradientResult extends EvaluationResult {
  /** What crossed bounds of activity add to the mean loss, by population (`loss` is without it). */
  readonly penalties: readonly number[]
  /** Gradient of the mean loss and all penalties, in the shapes of the parameters (for weight-normalised connections: of direction and gain). */
  readonly gradients: Parameters
}

/** How a pass differs from others. */
export interface Pass {
  /** What probes and dropout draw from: another seed moves and silences otherwise (0). */
  readonly seed?: number
  /** Width of Gaussian delays (steps, above 0); without it they are sharp. A gradient of such delays needs it. */
  readonly widthSteps?: number
  /** Neurons that are silent for a sample; none without it. */
  readonly dropout?: Dropout
  /** Bounds of activity, whose crossing a gradient counts beside the loss. */
  readonly activity?: Activity
}

/** Runs a network: forward, and gradients by surrogate. Both engines do this, and mean the same. */
export interface Engine {
  forward(parameters: Parameters, data: SpikeDataset, samples: ArrayLike<number>, pass?: Pass): ForwardResult
  gradients(
    parameters: Parameters,
    data: SpikeDataset,
    samples: ArrayLike<number>,
    loss: Loss,
    pass?: Pass,
  ): GradientResult
}
