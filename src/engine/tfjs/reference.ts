import type { Tensor3D } from "@tensorflow/tfjs"
import { inputOf, type NetworkGraph, type Parameters, validate } from "../../network/index.js"
import type { Probes } from "../../perturb/index.js"
import type { SpikeDataset } from "../../spikes/index.js"
import { seedOf } from "../check-probes.js"
import { keptNeurons } from "../dropout.js"
import type { Pass } from "../engine.js"
import type { TensorFlow } from "./load.js"
import { probedSpikes, probedSteps } from "./probe.js"
import { type ConnectionTensors, type RunOptions, toTensors } from "./run.js"

/** What the reference engine works with. */
export interface Reference {
  readonly tf: TensorFlow
  readonly network: NetworkGraph
  /** Perturbations of populations' spikes. */
  readonly probe?: Probes
}

/** Parameters, and samples as a dense tensor that is as long as the network's window; samples x steps x units. */
export function enter(
  { tf, network }: Reference,
  parameters: Parameters,
  data: SpikeDataset,
  samples: ArrayLike<number>,
): { tensors: ConnectionTensors[]; input: Tensor3D } {
  validate({ ...network, parameters })
  checkFits(network, data)
  const dense = tf.tensor3d(data.dense(samples), [samples.length, data.steps, data.unitCount])
  const window: [number, number] = [0, network.steps - data.steps]
  return { tensors: toTensors(tf, network, parameters), input: tf.pad3d(dense, [[0, 0], window, [0, 0]]) }
}

/** What a pass puts between spikes as they fall and as they are sent. */
export function changesOf({ tf, network, probe }: Reference, samples: ArrayLike<number>, pass?: Pass): RunOptions {
  const seed = seedOf(pass)
  return {
    probed: (p, spikes) => probedSpikes(tf, network, probe, p, spikes, seed, samples),
    probedSteps: (p) => probedSteps(tf, network, probe, p, seed, samples),
    kept: (p) => {
      const { name, size } = network.populations[p]
      const share = pass?.dropout?.[name]
      if (!share) return undefined
      return tf.tensor2d(Array.from(samples, (sample) => [...keptNeurons(size, share, seed, p, sample)]))
    },
  }
}

/** Whether a population sends spikes, and not what its membrane does. */
export const spiking = ({ populations }: NetworkGraph, p: number): boolean =>
  populations[p].neuron?.kind !== "leakyIntegrator"

/** Samples run at once where no gradient asks for all of them together. */
const together = 64

export function chunks(samples: ArrayLike<number>): number[][] {
  const all = Array.from(samples)
  return Array.from({ length: Math.ceil(all.length / together) }, (_, i) => {
    return all.slice(i * together, (i + 1) * together)
  })
}

function checkFits(network: NetworkGraph, data: SpikeDataset): void {
  const { steps, dt } = network
  const { size } = inputOf(network)
  if (data.unitCount !== size) {
    throw new RangeError(`tfjsEngine: the network has ${size} inputs and "${data.name}" has ${data.unitCount} units.`)
  }
  if (data.steps > steps || data.dt !== dt) {
    throw new RangeError(
      `tfjsEngine: "${data.name}" has ${data.steps} steps of ${data.dt} ms; the network runs ${steps} of ${dt} ms.`,
    )
  }
}
