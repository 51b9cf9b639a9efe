import {
  axonal,
  type DataShape,
  dense,
  fastSigmoid,
  type Network,
  network,
  readout,
  srmAlpha,
} from "../network/index.js"
import { adam, cosine, crossEntropy, type FitOptions } from "../train/index.js"
import type { DelayKind } from "./network-classifiers.js"

/**
 * The network for speech: two hidden layers of 128 spike-response neurons and, where wished, axonal delays behind each.
 * The memory of a neuron is one step long, so that the network has to bring distant spikes together by delays if at all.
 */
export function speechNetwork(data: DataShape, { delays }: { delays: DelayKind }): Network {
  const { dt } = data
  const neuron = srmAlpha({ tau: dt, tauRefractory: 2 * dt, refractoryScale: 0.5, surrogate: fastSigmoid(2) })
  const delay =
    delays === "none" ? undefined : axonal({ max: 64 * dt, start: [0, 45 * dt], trained: delays === "trained" })
  return network(data, [dense(128, neuron, delay), dense(128, neuron, delay), readout(neuron)])
}

/** How speech networks are trained: Adam with rates that fall along a cosine, cross-entropy on output spike counts. */
export const speechTraining = (): Pick<FitOptions, "loss" | "optimiser" | "schedule" | "batchSize" | "keep"> => ({
  loss: crossEntropy({ scale: 0.15 }),
  optimiser: adam({ rate: 2e-2, delayRate: 0.2 }),
  schedule: cosine(),
  batchSize: 32,
  keep: "last",
})
