import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import { type NetworkGraph, type Parameters, partsOf } from "../../network/index.js"
import { connectionsOf, runCycle } from "./cycle.js"
import { delayed } from "./delay.js"
import { dynamics } from "./dynamics.js"
import type { TensorFlow } from "./load.js"
import { currents, effective } from "./weights.js"

/** Parameters of one connection as tensors; see `ConnectionParameters`. */
export interface ConnectionTensors {
  readonly weights: Tensor2D
  readonly gains?: Tensor1D
  readonly delaySteps?: Tensor1D
  readonly taps?: Tensor1D
}

/** What every population did. */
export interface Activity {
  /** By population (membrane potentials, for leaky integrators); samples x steps x neurons. */
  readonly spikes: readonly Tensor3D[]
  /** By connection with delays: spikes pushed past the end of the window. */
  readonly lost: readonly Tensor[]
}

/** What a run can be given besides. */
export interface RunOptions {
  /** Zeros that are added to what a connection of a cycle brings: their gradient is that of its currents; see {@link runCycle}. */
  readonly zeros?: (connection: number) => Tensor3D | undefined
  /** What a population sends on of its spikes. */
  readonly probed?: (population: number, spikes: Tensor3D) => Tensor3D
}

/**
 * Runs a network's populations in order, each for all steps of all samples at once; those of a cycle step by step.
 *
 * @param input samples x steps x units
 */
export function run(
  tf: TensorFlow,
  graph: NetworkGraph,
  parameters: readonly ConnectionTensors[],
  input: Tensor3D,
  { zeros, probed = (_, sent) => sent }: RunOptions = {},
): Activity {
  const { populations, connections, dt } = graph
  const spikes: Tensor3D[] = []
  const lost: Tensor[] = []
  const place = (name: string) => populations.findIndex((p) => p.name === name)
  const sentOn = (c: number) => spikes[place(connections[c].from)]
  const listen = (c: number) => {
    countLost(c)
    return heard(tf, graph, parameters[c], c, sentOn(c))
  }
  const countLost = (c: number) => {
    if (!connections[c].delay && !connections[c].latencySteps) return
    lost.push(
      sentOn(c)
        .sum()
        .sub(delivered(tf, graph, parameters[c], c, sentOn(c)).sum()),
    )
  }
  for (const part of partsOf(graph)) {
    const inner = connectionsOf(graph, part)
    const driven = (p: number) => {
      const incoming = connections.flatMap(({ to }, c) => (place(to) === p && !inner.includes(c) ? [listen(c)] : []))
      return incoming.length > 0 ? (tf.addN(incoming) as Tensor3D) : undefined
    }
    const stepOf = (p: number) => {
      const { name, neuron } = populations[p]
      return dynamics(tf, neuron!, dt, parameters[connections.findIndex(({ to }) => to === name)].taps)
    }
    if (part.cyclic) {
      const hear = (c: number, s: Tensor3D) => heard(tf, graph, parameters[c], c, s)
      const ran = runCycle(tf, graph, part, { samples: input.shape[0], dynamics: stepOf, driven, hear, zeros })
      part.populations.forEach((p, k) => {
        spikes[p] = ran[k]
      })
      inner.forEach(countLost)
      continue
    }
    const [p] = part.populations
    const { neuron } = populations[p]
    spikes[p] = probed(p, neuron ? (tf.stack(tf.unstack(driven(p)!, 1).map(stepOf(p)), 1) as Tensor3D) : input)
  }
  return { spikes, lost }
}

/** What a connection brings of spikes; samples x steps x sources to samples x steps x targets. */
export function heard(
  tf: TensorFlow,
  graph: NetworkGraph,
  tensors: ConnectionTensors,
  connection: number,
  spikes: Tensor3D,
): Tensor3D {
  const arrived = delivered(tf, graph, tensors, connection, spikes)
  return currents(tf, arrived, effective(tensors.weights, tensors.gains))
}

/** Spikes as they arrive. */
function delivered(
  tf: TensorFlow,
  { connections }: NetworkGraph,
  { delaySteps }: ConnectionTensors,
  connection: number,
  spikes: Tensor3D,
): Tensor3D {
  const { delay, latencySteps = 0 } = connections[connection]
  const late = latencySteps > 0 ? later(tf, spikes, latencySteps) : spikes
  return delaySteps ? delayed(tf, late, delaySteps, delay?.gradient) : late
}

/** All neurons' rows so many steps later. */
function later(tf: TensorFlow, x: Tensor3D, by: number): Tensor3D {
  const [samples, steps, neurons] = x.shape
  return tf.pad3d(x.slice([0, 0, 0], [samples, steps - by, neurons]), [[0, 0], [by, 0], [0, 0]]) // biome-ignore format: one pair an axis
}

/**
 * A network's parameters as tensors.
 *
 * @throws RangeError when a connection with delays has none
 */
export function toTensors(tf: TensorFlow, network: NetworkGraph, parameters: Parameters): ConnectionTensors[] {
  const size = (name: string) => network.populations.find((p) => p.name === name)!.size
  return network.connections.map(({ from, to, delay }, c) => {
    const { weights, gains, delaySteps, taps } = parameters[c]
    if (delay && delaySteps?.length !== size(from)) {
      throw new RangeError(
        `tfjsEngine: ${from} -> ${to} needs ${size(from)} delays and has ${delaySteps?.length ?? 0}.`,
      )
    }
    return {
      weights: tf.tensor2d(weights, [size(to), size(from)]),
      gains: gains && tf.tensor1d(gains),
      delaySteps: delaySteps && tf.tensor1d(delaySteps),
      taps: taps && tf.tensor1d(taps),
    }
  })
}
