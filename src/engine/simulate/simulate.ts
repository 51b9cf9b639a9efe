import { oneOf } from "../../did-you-mean.js"
import { displaySymbol, type MimeBundle } from "../../display/index.js"
import { checkOptions } from "../../known-options.js"
import { inputOf, type Network, type Population } from "../../network/index.js"
import { activity, type Chart } from "../../plot/index.js"
import type { SpikeTrain } from "../../spikes/index.js"
import { type PopulationStep, stepper } from "./stepper.js"

/** Which neurons of which populations are recorded. */
export interface Recorded {
  readonly [population: string]: readonly number[] | "all"
}

/** What chosen neurons of a population did. */
export interface Recording {
  /** The neurons, in the order of the rows. */
  readonly neurons: readonly number[]
  /** Their spikes, before delays; units are numbers of neurons in the population. */
  readonly spikes: SpikeTrain
  /** Potentials by row, before resets: `steps` numbers a neuron; none for the input. */
  readonly membrane: readonly Float32Array[]
  /** Synaptic currents by row (of spike-response neurons the filtered input, of others the input); none for the input. */
  readonly current: readonly Float32Array[]
}

/** One sample's way through a network; shows itself as rasters and membranes. */
export class Simulation {
  constructor(
    /** Length of a step (ms). */
    readonly dt: number,
    readonly steps: number,
    /** By name, in the network's order; only what was to be recorded. */
    readonly populations: { readonly [population: string]: Recording },
  ) {}

  /** Spikes of every recorded population, and membranes of the first neurons of each. */
  chart(): Chart {
    return activity(this.populations, { dt: this.dt })
  }

  /** How a notebook shows it. */
  [displaySymbol](): Promise<MimeBundle> {
    return this.chart()[displaySymbol]()
  }
}

/**
 * Runs one sample through a network and records what its neurons do. Step by step, in plain TypeScript: to look into a network, not to
 * train or evaluate one.
 *
 * @example simulate(trained, test.sample(0), { record: { hidden1: [3, 17], output: "all" } })
 * @param options `record`: neurons by population (by default all of all)
 * @throws RangeError when the network has no parameters, the sample does not fit it, or something is to be recorded that is not there
 */
export function simulate(network: Network, sample: SpikeTrain, options: { record?: Recorded } = {}): Simulation {
  checkOptions("simulate", options, { record: true })
  const { record } = options
  const { dt, steps, populations } = network
  checkSample(network, sample)
  const chosen = chooseNeurons(populations, record)
  const { start, step } = stepper(network)
  const taken = chosen.map(({ size, neuron, neurons }) => ({
    rowOf: new Map(neurons.map((unit, row) => [unit, row])),
    times: [] as number[],
    units: [] as number[],
    membrane: neurons.slice(0, neuron ? size : 0).map(() => new Float32Array(steps)),
    current: neurons.slice(0, neuron ? size : 0).map(() => new Float32Array(steps)),
  }))
  const take = (t: number, index: number, { spikes, membrane, current }: PopulationStep) => {
    const into = taken[index]
    for (const unit of spikes) {
      if (!into.rowOf.has(unit)) continue
      into.times.push(t)
      into.units.push(unit)
    }
    chosen[index].neurons.forEach((unit, row) => {
      if (!into.membrane[row]) return
      into.membrane[row][t] = membrane[unit]
      into.current[row][t] = current[unit]
    })
  }
  let state = start
  for (let t = 0, k = 0; t < steps; t++) {
    const first = k
    while (k < sample.times.length && sample.times[k] === t) k++
    const now = step(state, sample.units.subarray(first, k))
    state = now.state
    chosen.forEach(({ name }, index) => {
      take(t, index, now.populations[name])
    })
  }
  const recordings = chosen.map(({ name, size, neurons }, index): [string, Recording] => {
    const { times, units, membrane, current } = taken[index]
    const spikes = { ...sample, times: Uint16Array.from(times), units: Uint16Array.from(units), unitCount: size, steps }
    return [name, { neurons, spikes, membrane, current }]
  })
  return new Simulation(dt, steps, Object.fromEntries(recordings))
}

function chooseNeurons(populations: readonly Population[], record: Recorded | undefined) {
  const names = populations.map(({ name }) => name)
  for (const name of Object.keys(record ?? {})) oneOf("simulate: population", name, names)
  return populations.flatMap(({ name, size, neuron }) => {
    const wanted = record ? record[name] : "all"
    if (wanted === undefined) return []
    const neurons = wanted === "all" ? Array.from({ length: size }, (_, k) => k) : [...wanted]
    const missing = neurons.find((unit) => !(Number.isInteger(unit) && unit >= 0 && unit < size))
    if (missing !== undefined) {
      throw new RangeError(`simulate: neuron ${missing} is to be recorded and "${name}" has 0 to ${size - 1}.`)
    }
    return [{ name, size, neuron, neurons }]
  })
}

function checkSample(network: Network, sample: SpikeTrain): void {
  const { size } = inputOf(network)
  if (sample.unitCount !== size) {
    throw new RangeError(`simulate: the network has ${size} inputs and the sample ${sample.unitCount} units.`)
  }
  if (sample.dt !== network.dt || sample.steps > network.steps) {
    throw new RangeError(
      `simulate: the sample has ${sample.steps} steps of ${sample.dt} ms; the network runs ${network.steps} of ${network.dt} ms.`,
    )
  }
}
