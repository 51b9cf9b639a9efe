import { deviation } from "d3-array"
import { type EventEngine, eventEngine } from "../engine/index.js"
import { checkOptions } from "../known-options.js"
import {
  type ConnectionParameters,
  delayCount,
  filterOf,
  type Network,
  norm,
  type Parameters,
  partsOf,
  sendsSpikes,
  startConstants,
  startTaps,
} from "../network/index.js"
import { type Random, random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"

export interface StartOptions {
  seed: number
  /** Spikes a neuron and step that each population is given at the start (0.08): a healthy layer lies at .05 to .15. */
  rate?: number
}

/**
 * Start values: normal weights, each layer's gain set on the data so that its neurons spike at `rate` (so that readings have a standard
 * deviation of 1, where the output does not spike); delays uniform in their start range.
 *
 * @returns the network with parameters
 * @throws RangeError when the rate is out of range, or a population cannot be brought to spike by any gain (its input is silent)
 */
export function initialise(net: Network, data: SpikeDataset, options: StartOptions): Network {
  checkOptions("initialise", options, { seed: true, rate: true })
  const { seed, rate = 0.08 } = options
  if (!(rate > 0 && rate < 1)) {
    throw new RangeError(`initialise: rate is ${rate}; give spikes a neuron and step, above 0 and below 1 (0.08).`)
  }
  const size = new Map(net.populations.map((p) => [p.name, p.size]))
  const parameters: Parameters = net.connections.map(({ from, to, weightNorm, delay }, index): ConnectionParameters => {
    const [sources, targets] = [size.get(from)!, size.get(to)!]
    const stream = random(seed, index)
    const weights = Float32Array.from({ length: sources * targets }, () => stream.normal() / Math.sqrt(sources))
    const filter = filterOf(net, index)
    const constants = startConstants(net, index)
    return {
      weights,
      ...(weightNorm && { gains: unitRows(weights, targets) }),
      ...(delay && {
        delaySteps: uniform(stream, delayCount(net, index), delay.start[0] / net.dt, delay.start[1] / net.dt),
      }),
      ...(filter && { taps: startTaps(filter, net.dt) }),
      ...(constants && { constants }),
    }
  })
  const samples = random(seed, 1000)
    .shuffle(Array.from({ length: data.length }, (_, i) => i))
    .slice(0, 64)
  const engine = eventEngine(net, { threads: 1 })
  const parts = partsOf(net)
  // in a cycle each population's rate changes that of those before it: gone round a few times, they settle
  const order = parts.flatMap(({ populations, cyclic }) =>
    Array.from({ length: cyclic && populations.length > 1 ? 3 : 1 }, () => populations).flat(),
  )
  for (const index of order) {
    const population = net.populations[index]
    if (!population.neuron) continue
    const into = parameters.filter((_, c) => net.connections[c].to === population.name)
    if (sendsSpikes(population.neuron)) {
      setRate(engine, parameters, data, samples, index, into, rate, population.name)
      continue
    }
    const spread = deviation(engine.forward(parameters, data, samples).outputCounts) ?? 0
    if (!(spread > 0))
      throw new RangeError(`initialise: nothing reaches population "${population.name}"; does its input spike?`)
    for (const connection of into) scale(connection, 1 / spread)
  }
  return { ...net, parameters }
}

/** Rows are brought to length 1; their gains start there too. */
function unitRows(weights: Float32Array, targets: number): Float32Array {
  const sources = weights.length / targets
  for (let target = 0; target < targets; target++) {
    const row = weights.subarray(target * sources, (target + 1) * sources)
    const length = norm(row)
    for (let k = 0; k < sources; k++) row[k] /= length
  }
  return new Float32Array(targets).fill(1)
}

function uniform(stream: Random, count: number, low: number, high: number): Float32Array {
  return Float32Array.from({ length: count }, () => low + stream.uniform() * (high - low))
}

/** Scales a connection in place; directions take the length of their gain, as where a plain weight is split into the two. */
function scale({ weights, gains }: ConnectionParameters, factor: number): void {
  for (const values of [weights, gains ?? []]) for (let i = 0; i < values.length; i++) values[i] *= factor
}

/** Bisects a common factor of all weights into a population until it spikes at `rate`. */
function setRate(
  engine: EventEngine,
  parameters: Parameters,
  data: SpikeDataset,
  samples: readonly number[],
  population: number,
  into: readonly ConnectionParameters[],
  rate: number,
  name: string,
): void {
  let [low, high] = [1e-3, 1e3]
  let present = 1
  const scaleTo = (factor: number) => {
    for (const connection of into) scale(connection, factor / present)
    present = factor
    return engine.forward(parameters, data, samples).rates[population]
  }
  if (scaleTo(high) < rate / 10) {
    throw new RangeError(
      `initialise: population "${name}" stays silent whatever its weights; does its input spike? (${data.spikeCount} spikes in ${data.length} samples)`,
    )
  }
  for (let i = 0; i < 24; i++) {
    const middle = Math.sqrt(low * high)
    if (scaleTo(middle) < rate) low = middle
    else high = middle
  }
}
