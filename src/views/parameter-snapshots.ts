import { extent } from "d3-array"
import {
  constantsOf,
  effectiveWeights,
  kindOfConstants,
  type NetworkGraph,
  type Parameters,
  trainingOf,
} from "../network/index.js"

/** Bars of a histogram of weights. */
export const weightBars = 40

/** So many moments of a training are kept; with more, every second one is left out. */
const mostMoments = 80

/** A network's numbers at one moment of its training. */
export interface Moment {
  readonly epoch: number
  /** By connection: lowest and highest weight, then how many lie in each of {@link weightBars} bars between. */
  readonly weights: Float32Array
  /** All delays (ms), connection by connection. */
  readonly delays: Float32Array
  /** All trained constants (time constants in ms), in the order of {@link trainedConstants}. */
  readonly constants: Float32Array
}

/** Trained constants of one name and population. */
export interface ConstantRow {
  readonly population: string
  readonly name: string
  readonly unit: "ms" | ""
  /** One a neuron, or one that they share. */
  readonly count: number
}

/** Which constants of a network are trained; none, where all are fixed. */
export function trainedConstants(graph: NetworkGraph, parameters: Parameters): readonly ConstantRow[] {
  return graph.populations.flatMap(({ name: population, neuron }) => {
    if (!neuron || !trainingOf(neuron)) return []
    const unit = kindOfConstants(neuron) === "time" ? "ms" : ""
    return Object.entries(constantsOf(graph, parameters)[population]).map(
      ([name, { length: count }]): ConstantRow => ({ population, name, unit, count }),
    )
  })
}

/** What a network's weights, delays and trained constants were at some moments of its training, the first and the last among them. */
export class ParameterSnapshots {
  readonly moments: Moment[] = []
  #stride = 1

  constructor(private readonly graph: NetworkGraph) {}

  add(epoch: number, parameters: Parameters): void {
    const moment = momentOf(this.graph, epoch, parameters)
    const last = this.moments.at(-1)
    // The last moment is always there; it gives way to the next where it is none of those that are kept.
    if (last && last.epoch > 0 && last.epoch % this.#stride !== 0) this.moments.pop()
    this.moments.push(moment)
    if (this.moments.length <= mostMoments) return
    this.#stride *= 2
    const kept = this.moments.filter(({ epoch: at }) => at % this.#stride === 0 || at === epoch)
    this.moments.splice(0, this.moments.length, ...kept)
  }
}

function momentOf(graph: NetworkGraph, epoch: number, parameters: Parameters): Moment {
  const { dt } = graph
  const delays = parameters.flatMap(({ delaySteps }) => (delaySteps ? [delaySteps] : []))
  const inMs = new Float32Array(delays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const steps of delays) {
    inMs.set(
      steps.map((step) => step * dt),
      at,
    )
    at += steps.length
  }
  const weights = new Float32Array(parameters.length * (weightBars + 2))
  parameters.forEach((tensors, k) => {
    weights.set(histogramOf(effectiveWeights(tensors)), k * (weightBars + 2))
  })
  const rows = trainedConstants(graph, parameters)
  const trained = rows.length > 0 ? constantsOf(graph, parameters) : {}
  const constants = Float32Array.from(rows.flatMap(({ population, name }) => [...trained[population][name]]))
  return { epoch, weights, delays: inMs, constants }
}

function histogramOf(values: Float32Array): Float32Array {
  const out = new Float32Array(weightBars + 2)
  const [low = 0, high = 0] = extent(values)
  out[0] = low
  out[1] = high
  const width = (high - low) / weightBars || 1
  for (const value of values) out[2 + Math.min(weightBars - 1, Math.floor((value - low) / width))]++
  return out
}
