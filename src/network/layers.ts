import { checkOptions } from "../known-options.js"
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
 * A fully connected layer of `size` neurons; `delay`, where it is axonal, holds its own spikes back on their way to the next layer, where
 * dendritic or synaptic, its input.
 *
 * @example dense(128, cubaLif(), { recurrent: true })
 */
export function dense(size: number, neuron: Neuron, delay?: Delay | LayerOptions, options: LayerOptions = {}): Layer {
  if (delay && !("kind" in delay)) return dense(size, neuron, undefined, delay)
  return { size, neuron, delay, ...connected(options) }
}

/** The last layer: one neuron a class; `delay` (dendritic or synaptic) holds its input back. */
export function readout(neuron: Neuron, delay?: Delay | LayerOptions, options: LayerOptions = {}): Layer {
  if (delay && !("kind" in delay)) return readout(neuron, undefined, delay)
  return { neuron, delay, ...connected(options) }
}

function connected(options: LayerOptions) {
  checkOptions("layer", options, { weightNorm: true, recurrent: true })
  const { weightNorm = true, recurrent } = options
  return {
    weightNorm,
    ...(recurrent && { recurrent: recurrent === true ? { weightNorm } : { weightNorm, ...recurrent } }),
  }
}

/** What a network must fit: a SpikeDataset serves. */
export interface DataShape {
  readonly unitCount: number
  readonly classNames: readonly string[]
  readonly steps: number
  /** (ms) */
  readonly dt: number
}

export interface NetworkOptions {
  /** What is simulated (ms): by default the data's window; more leaves room for delays, the paper takes twice. */
  duration?: number
  /** Delays on the input's axons. */
  inputDelay?: Delay
}

/**
 * A chain of layers that fits a data set.
 *
 * @throws RangeError when something does not fit
 */
export function network(data: DataShape, layers: readonly Layer[], options: NetworkOptions = {}): Network {
  checkOptions("network", options, { duration: true, inputDelay: true })
  const { duration, inputDelay } = options
  const populations: Population[] = [{ name: "input", size: data.unitCount }]
  const connections: Connection[] = []
  let axons = inputDelay
  layers.forEach((layer, index) => {
    const last = index === layers.length - 1
    const name = last ? "output" : `hidden${index + 1}`
    const { neuron, weightNorm, recurrent } = layer
    const size = layer.size ?? data.classNames.length
    populations.push({ name, size, neuron })
    const from = populations[index].name
    const own = layer.delay?.kind === "axonal" ? undefined : layer.delay
    if (axons && own) {
      throw new RangeError(
        `network: ${from} -> ${name} has ${axons.kind} delays and is given ${own.kind} ones; a connection takes one kind.`,
      )
    }
    const delay = own ?? axons
    connections.push({ from, to: name, weightNorm, ...(delay && { delay }) })
    if (recurrent) connections.push(connectionOf({ populations, dt: data.dt }, { from: name, to: name, ...recurrent }))
    axons = layer.delay?.kind === "axonal" ? layer.delay : undefined
  })
  if (axons) throw new RangeError("network: the last layer has axonal delays and no layer to send to.")
  const steps = duration === undefined ? data.steps : Math.round(duration / data.dt)
  return validate({ dt: data.dt, steps, populations, connections })
}
