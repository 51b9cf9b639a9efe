import type { EventEngine } from "../engine/index.js"
import { connectionNames, type NetworkGraph, type Parameters, sendsSpikes } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { type Ceilings, highestSteps } from "./delay-ceiling.js"

/** How well the neurons and delays of a network are, seen on a few samples. */
export interface Health {
  /** Share of neurons that did not spike once, by population, input first; 0 for those that never do. */
  readonly silent: readonly number[]
  /** Share of neurons that spiked in more than {@link burstingRate} of the steps, by population. */
  readonly bursting: readonly number[]
  /** Delays that lie within a step of a bound, by connection (those with delays). */
  readonly delays: readonly PiledDelays[]
}

export interface PiledDelays {
  /** `hidden1->output` */
  readonly connection: string
  /** Share of the delays within a step of the lower bound. */
  readonly atMin: number
  /** Share of the delays within a step of the upper bound. */
  readonly atMax: number
}

/** Spikes a step above which a neuron says little about time. */
export const burstingRate = 0.3

/** At most so many samples are looked at. */
const most = 64

/** Looks at a network on up to 64 samples, spread over the data. */
export function healthOf(engine: EventEngine, parameters: Parameters, data: SpikeDataset, ceilings?: Ceilings): Health {
  const { network } = engine
  const samples = spread(data.length, most)
  const rates = engine.record(parameters, data, samples).map(({ units, unitCount, steps }) => {
    const counts = new Float64Array(unitCount)
    for (const unit of units) counts[unit]++
    return counts.map((count) => count / (steps * samples.length))
  })
  return {
    silent: rates.map((population, p) => {
      const { neuron } = network.populations[p]
      return neuron && !sendsSpikes(neuron) ? 0 : share(population, (rate) => rate === 0)
    }),
    bursting: rates.map((population) => share(population, (rate) => rate > burstingRate)),
    delays: piledDelays(network, parameters, ceilings),
  }
}

/** Shares of delays at their bounds. */
export function piledDelays(graph: NetworkGraph, parameters: Parameters, ceilings?: Ceilings): PiledDelays[] {
  const names = connectionNames(graph)
  return graph.connections.flatMap(({ delay }, index) => {
    const { delaySteps } = parameters[index]
    if (!delay || !delaySteps) return []
    const [low, high] = [delay.min / graph.dt, highestSteps(graph, index, ceilings)]
    return {
      connection: names[index],
      atMin: share(delaySteps, (d) => d < low + 1),
      atMax: share(delaySteps, (d) => d > high - 1),
    }
  })
}

/** Up to `most` indices below `count`, evenly spread. */
export function spread(count: number, most: number): number[] {
  const taken = Math.min(count, most)
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken))
}

function share(values: Float32Array | Float64Array, holds: (value: number) => boolean): number {
  let count = 0
  for (const value of values) if (holds(value)) count++
  return count / values.length
}
