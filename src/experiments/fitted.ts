import { countMlp, rasterMachine } from "../baselines/index.js"
import type { Network } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import {
  accuracy,
  type EvaluationOptions,
  type FitOptions,
  fit,
  type TrainedNetwork,
  type TrainingData,
} from "../train/index.js"

/** A classifier as a figure needs it, whatever it is: what it reaches on any data. */
export interface Fitted {
  accuracy(data: SpikeDataset): number
  /** The same with populations' spikes perturbed, where it is a network. */
  probed?(data: SpikeDataset, options: EvaluationOptions): number
  /** On its own training samples, where that is known. */
  readonly trainAccuracy?: number
  /** Where it is a network. */
  readonly network?: TrainedNetwork
}

export const ofNetwork = (network: TrainedNetwork): Fitted => ({
  accuracy: (data) => accuracy(network, data),
  probed: (data, options) => accuracy(network, data, options),
  trainAccuracy: network.history.at(-1)?.accuracy,
  network,
})

/** A network, trained quietly. */
export const fittedNetwork = async (net: Network, train: TrainingData, options: FitOptions): Promise<Fitted> =>
  ofNetwork(await fit(net, train, { quiet: true, ...options }))

/** The count MLP: what spike counts alone carry. */
export async function fittedCounts(
  train: TrainingData,
  options: { seed: number; epochs: number; validation: SpikeDataset; signal: AbortSignal },
): Promise<Fitted> {
  const mlp = await countMlp(train, { batchSize: 64, rate: 2e-3, ...options, quiet: true })
  return { accuracy: mlp.accuracy, trainAccuracy: mlp.history.at(-1)?.accuracy }
}

/** The kernel machine on the smoothed raster: an upper line, from counts and timing together. */
export async function fittedMachine(train: TrainingData, { signal }: { signal: AbortSignal }): Promise<Fitted> {
  return rasterMachine("epoch" in train ? train.epoch(1) : train, { signal, quiet: true })
}

/** What `work` gives, and how long it took (s). */
export async function timed<T extends object>(work: () => Promise<T>): Promise<T & { seconds: number }> {
  const started = performance.now()
  const result = await work()
  return { ...result, seconds: (performance.now() - started) / 1000 }
}
