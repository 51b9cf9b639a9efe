import type { GradientResult } from "../engine/index.js"
import type { NetworkGraph } from "../network/index.js"
import { addNorms, type GradientNorms, noNorms, scaleNorms } from "./gradient-norms.js"
import type { Health } from "./health.js"

/** What one epoch of training gave. */
export interface Epoch {
  /** Counts from 1. */
  readonly epoch: number
  readonly loss: number
  /** What crossed bounds of activity added to the loss (`loss` and `validationLoss` are without it); where there are bounds. */
  readonly penalty?: number
  readonly accuracy: number
  readonly validationLoss?: number
  readonly validationAccuracy?: number
  /** Spikes a neuron and step by population, input first. */
  readonly rates: readonly number[]
  /** Spikes that delays pushed past the window, a sample. */
  readonly lostSpikes: number
  readonly seconds: number
  /** What to look at when a training fails. */
  readonly diagnostics: EpochDiagnostics
}

export interface EpochDiagnostics extends Health {
  /** Length of the gradient by connection, a mean over the batches; before clipping. */
  readonly gradients: readonly GradientNorms[]
  /** Share of the batches whose gradient was clipped. */
  readonly clipped: number
  /** What crossed bounds of activity added to the loss, by population, input first; where there are bounds. */
  readonly penalties?: readonly number[]
}

/** Sums over the batches of an epoch that are done: plain, so that a checkpoint can stand within an epoch. */
export interface EpochSums {
  /** Batches that are done. */
  batches: number
  /** Samples of the whole epoch. */
  readonly samples: number
  loss: number
  correct: number
  lostSpikes: number
  seconds: number
  clipped: number
  readonly rates: number[]
  readonly penalties: number[]
  readonly gradients: GradientNorms[]
}

export const startSums = (graph: NetworkGraph, samples: number): EpochSums => ({
  batches: 0,
  samples,
  loss: 0,
  correct: 0,
  lostSpikes: 0,
  seconds: 0,
  clipped: 0,
  rates: graph.populations.map(() => 0),
  penalties: graph.populations.map(() => 0),
  gradients: noNorms(graph),
})

/** Adds what a batch of `count` samples gave. */
export function addBatch(
  sums: EpochSums,
  result: Omit<GradientResult, "gradients">,
  count: number,
  norms: readonly GradientNorms[],
  clipped: boolean,
): void {
  sums.batches++
  sums.loss += result.loss * count
  sums.correct += result.correct
  sums.lostSpikes += result.lostSpikes
  sums.clipped += Number(clipped)
  result.rates.forEach((rate, p) => {
    sums.rates[p] += (rate * count) / sums.samples
    sums.penalties[p] += (result.penalties[p] * count) / sums.samples
  })
  addNorms(sums.gradients, norms)
}

/** The means of an epoch whose batches are all done. */
export function meansOf({
  batches,
  samples,
  loss,
  correct,
  lostSpikes,
  seconds,
  clipped,
  rates,
  penalties,
  gradients,
}: EpochSums) {
  return {
    loss: loss / samples,
    accuracy: correct / samples,
    rates: [...rates],
    penalties: [...penalties],
    lostSpikes: lostSpikes / samples,
    seconds,
    gradients: scaleNorms(gradients, 1 / batches),
    clipped: clipped / batches,
  }
}
