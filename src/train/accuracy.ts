import { decision, type EventEngine, eventEngine, type Pass } from "../engine/index.js"
import { checkOptions } from "../known-options.js"
import type { Network } from "../network/index.js"
import type { Probes } from "../perturb/index.js"
import type { SpikeDataset } from "../spikes/index.js"

/** One engine a network: evaluating again costs no set-up. */
const engines = new WeakMap<Network, EventEngine>()

export interface EvaluationOptions {
  /** Perturbations of populations' spikes, between spike and delay. */
  probe?: Probes
  /** What they draw from (0). */
  seed?: number
}

type Evaluation = EvaluationOptions & Pick<Pass, "widthSteps">

/** Output spike counts of each sample; samples x classes. */
export const outputCounts = (net: Network, data: SpikeDataset, options: EvaluationOptions = {}): Float32Array =>
  countsIn(net, data, checked("outputCounts", options))

function checked(place: string, options: EvaluationOptions): EvaluationOptions {
  checkOptions(place, options, { probe: true, seed: true })
  return options
}

/** @param widthSteps see the engine's */
function countsIn(net: Network, data: SpikeDataset, { probe, seed, widthSteps }: Evaluation): Float32Array {
  if (!net.parameters)
    throw new RangeError("outputCounts: the network has no parameters yet; fit() or initialise() it.")
  const everyone = Uint32Array.from({ length: data.length }, (_, i) => i)
  if (probe) {
    const probed = eventEngine(net, { threads: 1, shards: 1, probe })
    return probed.forward(net.parameters, data, everyone, { seed, widthSteps }).outputCounts
  }
  let engine = engines.get(net)
  if (!engine) {
    engine = eventEngine(net, { threads: 1, shards: 1 })
    engines.set(net, engine)
  }
  return engine.forward(net.parameters, data, everyone, { widthSteps }).outputCounts
}

/** The class that the network decides for, for each sample: the output with the most spikes, the first on a tie. */
export const predict = (net: Network, data: SpikeDataset, options: EvaluationOptions = {}): Uint16Array =>
  predictIn(net, data, checked("predict", options))

function predictIn(net: Network, data: SpikeDataset, options: Evaluation): Uint16Array {
  const counts = countsIn(net, data, options)
  const classes = data.length === 0 ? 0 : counts.length / data.length
  return Uint16Array.from({ length: data.length }, (_, s) => decision(counts.subarray(s * classes, (s + 1) * classes)))
}

/**
 * Share of the samples that are decided rightly, 0 to 1.
 *
 * @example accuracy(trained, test, { probe: { hidden1: { kind: "randomise", fraction: 0.5 } }, seed: 1 })
 * @throws RangeError when there are no samples, or the network has no parameters
 */
export const accuracy = (net: Network, data: SpikeDataset, options: EvaluationOptions = {}): number =>
  accuracyIn(net, data, checked("accuracy", options))

/** {@link accuracy}, also with Gaussian delays spread. */
export function accuracyIn(net: Network, data: SpikeDataset, options: Evaluation): number {
  if (data.length === 0) throw new RangeError("accuracy: there are no samples.")
  const decided = predictIn(net, data, options)
  let right = 0
  for (let s = 0; s < decided.length; s++) if (decided[s] === data.labels[s]) right++
  return right / decided.length
}
