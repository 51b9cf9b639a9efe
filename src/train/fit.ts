import type { Loss } from "../engine/index.js"
import type { Network } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { initialise } from "./initialise.js"
import { crossEntropy } from "./losses.js"
import { adam, type Optimiser } from "./optimiser.js"
import { constant, type Schedule } from "./schedule.js"
import { type TrainingData, TrainingRun } from "./training-run.js"

export interface FitOptions {
  /** Fixes start values and the order of samples. */
  seed: number
  /** Passes over the training samples. */
  epochs: number
  validation?: SpikeDataset
  /** crossEntropy() by default. */
  loss?: Loss
  /** adam() by default. */
  optimiser?: Optimiser
  /** constant() by default. */
  schedule?: Schedule
  /** Samples an update; 32 by default. */
  batchSize?: number
  /** best (by validation loss; default where validation samples are given) or last. */
  keep?: "best" | "last"
  /** Threads that share a batch; every core by default. The result is the same on any number. */
  threads?: number
  /** Ends the training when it aborts. */
  signal?: AbortSignal
  /** Do not show itself when it is awaited in a notebook. */
  quiet?: boolean
  /** Spikes a neuron and step at which each population starts; see {@link initialise}. */
  startRate?: number
}

/**
 * Trains a network by surrogate gradients, in a thread of its own. An untrained network is initialised first.
 *
 * @param train samples, or an object that gives the samples of each epoch
 * @returns a run: await it for the trained network, iterate it for its epochs, `stop()` it
 * @throws RangeError when network, data or options do not fit each other
 */
export function fit(net: Network, train: TrainingData, options: FitOptions): TrainingRun {
  const { seed, epochs, validation, batchSize = 32, threads, signal } = options
  if (!(Number.isInteger(epochs) && epochs > 0)) {
    throw new RangeError(`fit: epochs is ${epochs}; give a whole number above 0.`)
  }
  if (!(Number.isInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(`fit: batchSize is ${batchSize}; give a whole number above 0.`)
  }
  const first = "epoch" in train ? train.epoch(1) : train
  for (const [name, data] of Object.entries({ training: first, validation })) {
    if (data) checkFits(net, data, name)
  }
  const started = net.parameters ? net : initialise(net, first, { seed, rate: options.startRate })
  const settings = {
    loss: options.loss ?? crossEntropy(),
    optimiser: options.optimiser ?? adam(),
    schedule: options.schedule ?? constant(),
    epochs,
    batchSize,
    seed,
    threads,
    keep: options.keep ?? (validation ? ("best" as const) : ("last" as const)),
  }
  return new TrainingRun(started, train, settings, { validation, signal, quiet: options.quiet })
}

function checkFits(net: Network, data: SpikeDataset, name: string): void {
  const [inputs, outputs] = [net.populations[0].size, net.populations[net.populations.length - 1].size]
  if (data.length === 0) throw new RangeError(`fit: there are no ${name} samples.`)
  if (data.unitCount !== inputs) {
    throw new RangeError(`fit: the network has ${inputs} inputs and the ${name} samples ${data.unitCount} units.`)
  }
  if (data.classNames.length > outputs) {
    throw new RangeError(`fit: the network has ${outputs} outputs for ${data.classNames.length} classes (${name}).`)
  }
  if (data.steps > net.steps) {
    throw new RangeError(
      `fit: the network simulates ${net.steps} steps and the ${name} samples have ${data.steps}; give network() a longer duration.`,
    )
  }
}
