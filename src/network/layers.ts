import { type ConnectOptions, connectionOf } from "./connect.js"
import type { Delay } from "./delay.js"
import type { Connection, Network, Population } from "./network.js"
import type { Neuron } from "./neuron.js"
import { validate } from "./validate.js"

/** One link of a chain: a population, and how it hears the one before. */
export interface Layer {
  readonly size?: number
  readonly neuron: Neuron
  readonly delay?: Delay
  readonly weightNorm: boolean
  /** How it hears itself. */
  readonly recurrent?: Recurrent
}

/** A layer's connection to itself; spikes take a step, and their delay where there is one. */
export type Recurrent = Omit<ConnectOptions, "from" | "to">

export interface LayerOptions {
  /** Weight-normalised (default) or plain weights into this layer. */
  weightNorm?: boolean
  /** The layer hears its own spikes, one step later at the earliest. */
  recurrent?: boolean | Recurrent
}

/**
 * A fully connected layer of `size` neurons; `delay` holds its own spikes back on their way to the next layer.
 *
 * @example dense(128, cubaLif(), { recurrent: true })
 */
export function dense(size: number, neuron: Neuron, delay?: Delay | LayerOptions, options: LayerOptions = {}): Layer {
  if (delay && !("kind" in delay)) return dense(size, neuron, undefined, delay)
  return { size, neuron, delay, ...connected(options) }
}

/** The last layer: one neuron a class. */
export function readout(neuron: Neuron, options: LayerOptions = {}): Layer {
  return { neuron, ...connected(options) }
}

const connected = ({ weightNorm = true, recurrent }: LayerOptions) => ({
  weightNorm,
  ...(recurrent && { recurrent: recurrent === true ? { weightNorm } : { weightNorm, ...recurrent } }),
})

/** What a network must fit: a SpikeDataset serves. */
export interface DataShape {
  readonly unitCount: number
  readonly classNames: readonly string[]
  readonly steps: number
  /** (ms) */
  readonly dt: number
}

/**
 * A chain of layers that fits a data set.
 *
 * @param options `duration`: what is simulated, in ms (by default the data's window; more leaves room for delays, the paper takes twice);
 *   `inputDelay`: delays on the input's axons
 * @throws RangeError when something does not fit
 */
export function network(
  data: DataShape,
  layers: readonly Layer[],
  { duration, inputDelay }: { duration?: number; inputDelay?: Delay } = {},
): Network {
  const populations: Population[] = [{ name: "input", size: data.unitCount }]
  const connections: Connection[] = []
  let delay = inputDelay
  layers.forEach((layer, index) => {
    const last = index === layers.length - 1
    const name = last ? "output" : `hidden${index + 1}`
    const { neuron, weightNorm, recurrent } = layer
    const size = layer.size ?? data.classNames.length
    populations.push({ name, size, neuron })
    connections.push({ from: populations[index].name, to: name, weightNorm, ...(delay && { delay }) })
    if (recurrent) connections.push(connectionOf({ populations, dt: data.dt }, { from: name, to: name, ...recurrent }))
    delay = layer.delay
  })
  const steps = duration === undefined ? data.steps : Math.round(duration / data.dt)
  return validate({ dt: data.dt, steps, populations, connections })
}
