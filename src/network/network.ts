import type { displaySymbol, MimeBundle } from "../display/index.js"
import type { Delay } from "./delay.js"
import type { Neuron } from "./neuron.js"
import type { Parameters } from "./parameters.js"

/** Neurons of one kind. The population without a `neuron` is the input. */
export interface Population {
  readonly name: string
  readonly size: number
  readonly neuron?: Neuron
}

/** All-to-all weights from one population to another, with delays where wished. */
export interface Connection {
  readonly from: string
  readonly to: string
  /** Each target's weights are gain * direction / |direction| instead of plain numbers. */
  readonly weightNorm: boolean
  readonly delay?: Delay
  /** Whole steps that every spike takes before its delay (0); a cycle needs at least one in all. */
  readonly latencySteps?: number
}

/** What a network is, as plain data: it can be saved, sent to a worker, and compiled by either engine. */
export interface NetworkGraph {
  /** Length of a step (ms). */
  readonly dt: number
  /** Steps that are simulated; the data's window and, where wished, room for delays. */
  readonly steps: number
  readonly populations: readonly Population[]
  readonly connections: readonly Connection[]
}

/** A graph, with parameters once it was initialised or trained. */
export interface Network extends NetworkGraph {
  readonly parameters?: Parameters
  /** Delays as they were before training, for "before and after". */
  readonly initial?: Parameters
  /** How a notebook shows it. */
  [displaySymbol]?(): MimeBundle
}

/** The population that receives the data. */
export const inputOf = (graph: NetworkGraph): Population => graph.populations.find((p) => !p.neuron)!

/** The population whose spikes are counted: the last. */
export const outputOf = (graph: NetworkGraph): Population => graph.populations[graph.populations.length - 1]
