import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import { constantsShape, delayShape, type NetworkGraph, type Parameters, partsOf } from "../../network/index.js"
import { worthUnder } from "../dropout.js"
import type { Pass } from "../engine.js"
import { connectionsOf, runCycle } from "./cycle.js"
import { delayedCurrents, later, lostIn } from "./delay.js"
import { dynamics } from "./dynamics.js"
import type { TensorFlow } from "./load.js"
import { currents, effective } from "./weights.js"

/** Parameters of one connection as tensors; see `ConnectionParameters`. */
export interface ConnectionTensors {
  readonly weights: Tensor2D
  readonly gains?: Tensor1D
  readonly delaySteps?: Tensor
  readonly taps?: Tensor1D
  readonly constants?: Tensor2D
}

/** What every population did. */
export interface Activity {
  /** By population (membrane potentials, for leaky integrators); samples x steps x neurons. */
  readonly spikes: readonly Tensor3D[]
  /** What of them is sent on: silenced neurons send nothing. */
  readonly sent: readonly Tensor3D[]
  /** Spikes pushed past the end of the window by delays. */
  readonly lostSpikes: number
}

/** What a run can be given besides. */
export interface RunOptions {
  /** Zeros that are added to what a connection of a cycle brings: their gradient is that of its currents; see {@link runCycle}. */
  readonly zeros?: (connection: number) => Tensor3D | undefined
  /** What a population sends on of its spikes. */
  readonly probed?: (population: number, spikes: Tensor3D) => Tensor3D
  /** The same of a population in a cycle, of each step in turn; samples x neurons. */
  readonly probedSteps?: (population: number) => (spikes: Tensor2D, step: number) => Tensor2D
  /** Which neurons of a population send their spikes (1), or not (0); samples x neurons. Undefined where all do. */
  readonly kept?: (population: number) => Tensor2D | undefined
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
  pass: Pass = {},
  { zeros, probed = (_, sent) => sent, probedSteps = () => (sent) => sent, kept = () => undefined }: RunOptions = {},
): Activity {
  const { populations, connections, dt } = graph
  const spikes: Tensor3D[] = []
  const sent: Tensor3D[] = []
  let lostSpikes = 0
  const place = (name: string) => populations.findIndex((p) => p.name === name)
  const sentOn = (c: number) => sent[place(connections[c].from)]
  const note = (p: number, fired: Tensor3D) => {
    spikes[p] = fired
    sent[p] = kept(p) ? fired.mul(kept(p)!.expandDims(1)) : fired
  }
  const listen = (c: number) => {
    countLost(c)
    return heard(tf, graph, parameters[c], c, sentOn(c), pass)
  }
  const countLost = (c: number) => {
    lostSpikes += lostIn(sentOn(c), connections[c], parameters[c].delaySteps)
  }
  for (const part of partsOf(graph)) {
    const inner = connectionsOf(graph, part)
    const driven = (p: number) => {
      const incoming = connections.flatMap(({ to }, c) => (place(to) === p && !inner.includes(c) ? [listen(c)] : []))
      return incoming.length > 0 ? (tf.addN(incoming) as Tensor3D) : undefined
    }
    const stepOf = (p: number) => {
      const { name, neuron } = populations[p]
      return dynamics(tf, neuron!, dt, parameters[connections.findIndex(({ to }) => to === name)])
    }
    if (part.cyclic) {
      const hear = (c: number, s: Tensor3D) => heard(tf, graph, parameters[c], c, s, pass)
      const ran = runCycle(tf, graph, part, {
        samples: input.shape[0],
        dynamics: stepOf,
        driven,
        hear,
        zeros,
        kept,
        probed: probedSteps,
      })
      part.populations.forEach((p, k) => {
        note(p, ran[k])
      })
      inner.forEach(countLost)
      continue
    }
    const [p] = part.populations
    const { neuron } = populations[p]
    note(p, probed(p, neuron ? (tf.stack(tf.unstack(driven(p)!, 1).map(stepOf(p)), 1) as Tensor3D) : input))
  }
  return { spikes, sent, lostSpikes }
}

/** What a connection brings of spikes; samples x steps x sources to samples x steps x targets. */
export function heard(
  tf: TensorFlow,
  { connections, dt }: NetworkGraph,
  { weights, gains, delaySteps }: ConnectionTensors,
  connection: number,
  spikes: Tensor3D,
  { widthSteps, dropout }: Pass,
): Tensor3D {
  const { from, delay, latencySteps = 0 } = connections[connection]
  const late = latencySteps > 0 ? later(tf, spikes, latencySteps) : spikes
  const acting = effective(weights, gains).mul<Tensor2D>(worthUnder(dropout, from))
  return delay && delaySteps
    ? delayedCurrents(tf, late, acting, delaySteps, delay, dt, widthSteps)
    : currents(tf, late, acting)
}

/** A network's parameters, which fit it, as tensors. */
export function toTensors(tf: TensorFlow, network: NetworkGraph, parameters: Parameters): ConnectionTensors[] {
  const size = (name: string) => network.populations.find((p) => p.name === name)!.size
  return network.connections.map(({ from, to }, c) => {
    const { weights, gains, delaySteps, taps, constants } = parameters[c]
    return {
      weights: tf.tensor2d(weights, [size(to), size(from)]),
      gains: gains && tf.tensor1d(gains),
      delaySteps: delaySteps && tf.tensor(delaySteps, delayShape(network, c)),
      taps: taps && tf.tensor1d(taps),
      constants: constants && tf.tensor2d(constants, constantsShape(network, c)),
    }
  })
}
