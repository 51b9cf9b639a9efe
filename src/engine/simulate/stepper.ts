import {
  type Connection,
  effectiveWeights,
  type Network,
  partsOf,
  trainedNeurons,
  validate,
  wholeSteps,
} from "../../network/index.js"
import { type PlainNeuron, plainNeuron } from "./neurons/plain-neuron.js"

/** All that a network carries from one step to the next, as a value: kept, it can be gone on from again. */
export interface NetworkState {
  /** Steps that were made. */
  readonly steps: number
  /** By population: what each of its neurons carries. */
  readonly neurons: readonly Float32Array[]
  /** By connection: weighted input of its targets that is still on its way, the next step's first (undefined: nothing). */
  readonly arriving: readonly (readonly (Float32Array | undefined)[])[]
}

/** What a population did in a step. */
export interface PopulationStep {
  /** Neurons that spiked, ascending. */
  readonly spikes: readonly number[]
  /** Potential of each neuron, before a reset; none for the input. */
  readonly membrane: Float32Array
  /** Synaptic current of each neuron; none for the input. */
  readonly current: Float32Array
}

export interface NetworkStep {
  readonly state: NetworkState
  /** By name. */
  readonly populations: { readonly [population: string]: PopulationStep }
}

/** A network that runs step by step, for data that come as they come. */
export interface Stepper {
  /** At rest, before the first step. */
  readonly start: NetworkState
  /**
   * One step. The state that is given stays as it is.
   *
   * @param spikes input units that spike in this step, each once
   */
  step(state: NetworkState, spikes: ArrayLike<number>): NetworkStep
}

/**
 * Makes a network ready to be run one step at a time, without an end: the streaming form. Its spikes are those of the engines; numbers
 * are 32-bit, and sums may be taken in another order, so that a membrane can differ in its last bit.
 *
 * @example
 * const { start, step } = stepper(trained)
 * let state = start
 * for await (const spikes of events) {
 *   const now = step(state, spikes)
 *   state = now.state
 *   console.log(now.populations.output.spikes)
 * }
 * @throws RangeError when the network has no parameters or does not fit together; by `step`, for a unit that the input does not have
 */
export function stepper(network: Network): Stepper {
  const { populations, connections, parameters, dt } = validate(network)
  if (!parameters) throw new RangeError("stepper: the network has no parameters yet; fit() or initialise() it.")
  const place = new Map(populations.map(({ name }, p) => [name, p]))
  const neurons = populations.map(({ name, size, neuron }): readonly PlainNeuron[] | undefined => {
    if (!neuron) return undefined
    const { taps, constants } = parameters[connections.findIndex(({ to }) => to === name)]
    const own = trainedNeurons(neuron, dt, constants).map((one) => plainNeuron(one, dt, { taps }))
    return Array.from({ length: size }, (_, k) => own[k % own.length])
  })
  const order = partsOf(network).flatMap(({ populations }) => populations)
  const links = connections.map((connection, c) => linkOf(connection, c))

  function linkOf({ from, to, delay, latencySteps = 0 }: Connection, c: number) {
    const [source, target] = [place.get(from)!, place.get(to)!]
    const sources = populations[source].size
    const lags = delay && parameters![c].delaySteps?.map((steps) => wholeSteps(delay, steps))
    const placeOf = {
      axonal: (unit: number) => unit,
      dendritic: (_unit: number, target: number) => target,
      synaptic: (unit: number, target: number) => target * sources + unit,
    }[delay?.kind ?? "axonal"]
    return {
      source,
      target,
      sources,
      targets: populations[target].size,
      weights: effectiveWeights(parameters![c]),
      lag: (unit: number, target: number) => latencySteps + (lags?.[placeOf(unit, target)] ?? 0),
    }
  }

  /** Adds what the spikes of a connection's source will do at its target. */
  function send(
    c: number,
    spikes: ArrayLike<number>,
    arriving: (Float32Array | undefined)[],
    fresh: Set<number>,
  ): void {
    const { sources, targets, weights, lag } = links[c]
    for (let k = 0; k < spikes.length; k++) {
      for (let target = 0, w = spikes[k]; target < targets; target++, w += sources) {
        const later = lag(spikes[k], target)
        while (arriving.length <= later) arriving.push(undefined)
        // what an earlier state holds must stay as it is
        if (!fresh.has(later)) arriving[later] = arriving[later]?.slice() ?? new Float32Array(targets)
        fresh.add(later)
        arriving[later]![target] += weights[w]
      }
    }
  }

  function step(state: NetworkState, input: ArrayLike<number>): NetworkStep {
    checkUnits(input, populations[0].size)
    const arriving = state.arriving.map((queue) => [...queue])
    const did: { [population: string]: PopulationStep } = {}
    const after: Float32Array[] = []
    for (const p of order) {
      const { name, size } = populations[p]
      const own = neurons[p]
      if (!own) {
        did[name] = { spikes: Array.from(input), membrane: new Float32Array(0), current: new Float32Array(0) }
        after[p] = state.neurons[p]
      } else {
        const weighted = new Float32Array(size)
        links.forEach(({ target }, c) => {
          if (target !== p) return
          arriving[c][0]?.forEach((value, k) => {
            weighted[k] += value
          })
        })
        after[p] = state.neurons[p].slice()
        did[name] = move(own, after[p], weighted)
      }
      links.forEach(({ source }, c) => {
        if (source === p) send(c, did[name].spikes, arriving[c], new Set())
      })
    }
    const next = arriving.map((queue) => queue.slice(1))
    return { state: { steps: state.steps + 1, neurons: after, arriving: next }, populations: did }
  }

  return {
    start: {
      steps: 0,
      neurons: populations.map(({ size }, p) => new Float32Array(size * (neurons[p]?.[0].stateLength ?? 0))),
      arriving: connections.map(() => []),
    },
    step,
  }
}

/** Moves every neuron of a population on by a step; `state` is moved in place. */
function move(neurons: readonly PlainNeuron[], state: Float32Array, input: Float32Array): PopulationStep {
  const membrane = new Float32Array(input.length)
  const current = new Float32Array(input.length)
  const spikes: number[] = []
  for (let k = 0; k < input.length; k++) {
    const now = neurons[k].step(state, k * neurons[k].stateLength, input[k])
    membrane[k] = now.membrane
    current[k] = now.current
    if (now.spiked) spikes.push(k)
  }
  return { spikes, membrane, current }
}

function checkUnits(units: ArrayLike<number>, size: number): void {
  for (let k = 0; k < units.length; k++) {
    if (!(Number.isInteger(units[k]) && units[k] >= 0 && units[k] < size)) {
      throw new RangeError(`step: input unit ${units[k]} is none of 0 to ${size - 1}.`)
    }
  }
}
