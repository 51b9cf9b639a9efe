import { axonal, cubaLif, dense, fastSigmoid, type Network, network, readout } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { adam, cosine, crossEntropy, type FitOptions } from "../train/index.js"
import type { DelayKind } from "./speech-recipe.js"

/** Longest delay of the networks for the synthetic tasks (ms): the longest interval, and the length of a coincidence window. */
const maxDelay = 100

const delaysOf = (delays: DelayKind) =>
  delays === "none" ? undefined : axonal({ max: maxDelay, start: [0, maxDelay], trained: delays === "trained" })

/**
 * The network for the two interval tasks: one hidden layer of leaky integrate-and-fire neurons with time constants of 20 ms, and, where
 * wished, delays of up to 100 ms on the input and behind the hidden layer (the paper's has a learnable filter of 50 ms instead).
 */
export function isiNetwork(
  data: SpikeDataset,
  { delays, hidden = 64 }: { delays: DelayKind; hidden?: number },
): Network {
  const neuron = cubaLif({ tauMembrane: 20, tauSynapse: 20, surrogate: fastSigmoid(2) })
  const delay = delaysOf(delays)
  return network(data, [dense(hidden, neuron, delay), readout(neuron)], { inputDelay: delay })
}

/** How networks are trained on the interval tasks. They start nearly silent: one hidden spike in 33 steps. */
export const isiTraining = (): Partial<FitOptions> => ({
  loss: crossEntropy({ scale: 0.1 }),
  optimiser: adam({ rate: 5e-3, delayRate: 0.2 }),
  schedule: cosine(),
  batchSize: 32,
  startRate: 0.03,
})

/**
 * The network for coincidence: few hidden neurons (the paper's three) with time constants of 50 ms, half of a window's active time,
 * and, where wished, delays behind them.
 */
export function coincidenceNetwork(
  data: SpikeDataset,
  { delays, hidden = 3 }: { delays: DelayKind; hidden?: number },
): Network {
  const neuron = cubaLif({ tauMembrane: 50, tauSynapse: 50, surrogate: fastSigmoid(2) })
  return network(data, [dense(hidden, neuron, delaysOf(delays)), readout(neuron)])
}

/** How networks are trained on coincidence. */
export const coincidenceTraining = (): Partial<FitOptions> => ({
  loss: crossEntropy({ scale: 0.1 }),
  optimiser: adam({ rate: 2e-2, delayRate: 0.2 }),
  schedule: cosine(),
  batchSize: 32,
  startRate: 0.03,
})
