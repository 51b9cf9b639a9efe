import {
  axonal,
  cubaLif,
  type DataShape,
  dense,
  fastSigmoid,
  type Network,
  network,
  pspFilter,
  readout,
  srmAlpha,
} from "../network/index.js"
import { adam, cosine, crossEntropy, type FitOptions } from "../train/index.js"
import type { DelayKind } from "./network-classifiers.js"

/** Longest delay of the networks for the synthetic tasks (ms): the longest interval, and the length of a coincidence window. */
const maxDelay = 100

const delaysOf = (delays: DelayKind) =>
  delays === "none" ? undefined : axonal({ max: maxDelay, start: [0, maxDelay], trained: delays === "trained" })

/**
 * The network for the two interval tasks: one hidden layer of leaky integrate-and-fire neurons with time constants of 20 ms, and, where
 * wished, delays of up to 100 ms on the input and behind the hidden layer (the paper's has a learnable filter of 50 ms instead).
 */
export function isiNetwork(data: DataShape, { delays, hidden = 64 }: { delays: DelayKind; hidden?: number }): Network {
  const neuron = cubaLif({ tauMembrane: 20, tauSynapse: 20, surrogate: fastSigmoid(2) })
  const delay = delaysOf(delays)
  return network(data, [dense(hidden, neuron, delay), readout(neuron)], { inputDelay: delay })
}

/** Spikes a neuron and second at the start: nearly silent, as the input is. */
const startHz = 3

/**
 * How networks are trained on the interval tasks. The finer the step, the more of them a spike acts on, so the smaller are the weights and their
 * rate.
 */
export const isiTraining = ({ dt }: Pick<DataShape, "dt">): Partial<FitOptions> => ({
  loss: crossEntropy({ scale: 0.1 }),
  optimiser: adam({ rate: 1.5e-3 * dt, delayRate: 0.2 }),
  schedule: cosine(),
  batchSize: 32,
  startRate: (startHz * dt) / 1000,
})

/** How long a spike acts on the neurons for coincidence (ms): as long as groups are active in a window. */
const memory = 100

/**
 * The network for coincidence: few hidden neurons (the paper's three) with a trained filter over the last 100 ms that starts flat, so that
 * they count the spikes of a window and forget the window before; and, where wished, delays behind them. The surrogate is narrow, for what
 * tells the classes apart are a few spikes more or less.
 */
export function coincidenceNetwork(
  data: DataShape,
  { delays, hidden = 3 }: { delays: DelayKind; hidden?: number },
): Network {
  const flat = pspFilter({ taps: Math.max(1, Math.round(memory / data.dt)), tau: 10 * memory, shape: "exponential" })
  const neuron = srmAlpha({ psp: flat, tauRefractory: 10, refractoryScale: 0.5, surrogate: fastSigmoid(10) })
  return network(data, [dense(hidden, neuron, delaysOf(delays)), readout(neuron)])
}

/** Every neuron is asked for a spike a sample, softly. */
const alive = { lower: { spikes: 1, strength: 0.1 } }

/**
 * How networks are trained on coincidence. They start almost silent: from the loudest windows, which tell most. Loss alone then often
 * silences neurons for good, in the first epoch, and leaves three of them stuck between two classes; a bound holds them alive. Input neurons
 * that are silent in turn keep a neuron from telling samples apart by single neurons of a group rather than by how many are active.
 */
export const coincidenceTraining = ({ dt }: Pick<DataShape, "dt">): Partial<FitOptions> => ({
  loss: crossEntropy({ scale: 0.1 }),
  optimiser: adam({ rate: 2e-2, delayRate: 0.2 }),
  schedule: cosine(),
  batchSize: 8,
  startRate: (0.3 * dt) / 1000,
  activity: { hidden1: alive, output: alive },
  dropout: { input: 0.2 },
})

/** Everything about the trainings that is written above: another recipe, another result. */
export const isiRecipe = recipe(isiNetwork, isiTraining)
export const coincidenceRecipe = recipe(coincidenceNetwork, coincidenceTraining)

function recipe(net: typeof isiNetwork, training: typeof isiTraining): object {
  const shape = { unitCount: 1, classNames: ["a", "b"], steps: 1, dt: 1 }
  const { populations, connections } = net(shape, { delays: "trained" })
  return { populations, connections, training: training(shape) }
}
