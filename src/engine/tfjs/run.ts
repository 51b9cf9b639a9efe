import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from "@tensorflow/tfjs"
import type { NetworkGraph, Parameters } from "../../network/index.js"
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

/**
 * Runs a network's populations in order, each for all steps of all samples at once.
 *
 * @param input samples x steps x units
 */
export function run(
  tf: TensorFlow,
  { populations, connections, dt }: NetworkGraph,
  parameters: readonly ConnectionTensors[],
  input: Tensor3D,
): Activity {
  const spikes = new Map<string, Tensor3D>()
  const lost: Tensor[] = []
  for (const { name, neuron } of populations) {
    if (!neuron) {
      spikes.set(name, input)
      continue
    }
    const incoming = connections.flatMap(({ from, to, delay }, c) => {
      if (to !== name) return []
      const { weights, gains, delaySteps } = parameters[c]
      let arrived = spikes.get(from)!
      if (delaySteps) {
        const sent = arrived
        arrived = delayed(tf, sent, delaySteps, delay?.gradient)
        lost.push(sent.sum().sub(arrived.sum()))
      }
      return [currents(tf, arrived, effective(weights, gains))]
    })
    const step = dynamics(tf, neuron, dt, parameters[connections.findIndex(({ to }) => to === name)].taps)
    spikes.set(name, tf.stack(tf.unstack(tf.addN(incoming), 1).map(step), 1) as Tensor3D)
  }
  return { spikes: [...spikes.values()], lost }
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
