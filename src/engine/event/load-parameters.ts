import {
  type ConnectionParameters,
  checkParameters,
  effectiveWeights,
  type Parameters,
  wholeSteps,
} from "../../network/index.js"
import { boundNumbers, boundsOf } from "../activity.js"
import { worthUnder } from "../dropout.js"
import type { Pass } from "../engine.js"
import { checkPass } from "../pass.js"
import { writeTables } from "./constants.js"
import { type EnginePlace, floats, scaled, trainedPopulation } from "./engine-place.js"
import { fillPairs } from "./held/synaptic.js"
import { delayPlaces, fillTables } from "./held/tables.js"
import { toBlocks, toPairs, toTransposedBlocks } from "./weights.js"

/**
 * Writes a network's parameters, and what a pass says of its populations, to where the kernels find them.
 *
 * @param inPairs whether products may be worked out in 16 bits
 * @throws RangeError for parameters or a pass that do not fit the network
 */
export function loadParameters(place: EnginePlace, parameters: Parameters, pass: Pass, inPairs: boolean): void {
  checkPass(pass, place.network, false)
  checkParameters(place.network, parameters)
  loadPass(place, pass)
  parameters.forEach((own, index) => {
    loadWeights(place, own, index, pass, inPairs)
    loadNeurons(place, own, index)
    const { delayed, held } = place.layout.connections[index]
    if (delayed || held) loadDelays(place, index, own.delaySteps, pass)
  })
}

function loadPass({ network, memory, layout }: EnginePlace, { dropout, activity }: Pass): void {
  const names = network.populations.map(({ name }) => name)
  const shares = names.map((name) => dropout?.[name] ?? 0)
  new Float64Array(memory.buffer, layout.dropouts, shares.length).set(shares)
  const bounds = names.flatMap((name) => boundNumbers(boundsOf(activity, name)))
  new Float64Array(memory.buffer, layout.bounds, bounds.length).set(bounds)
}

/** Weights by target, and by source where a gradient goes on below. */
function loadWeights(
  place: EnginePlace,
  own: ConnectionParameters,
  index: number,
  { dropout }: Pass,
  inPairs: boolean,
): void {
  const { network, k, memory, layout } = place
  const connection = layout.connections[index]
  const { size: sources } = layout.populations[connection.from]
  const { size: targets } = layout.populations[connection.to]
  // spikes of neurons that dropout may silence count for more
  const weights = scaled(effectiveWeights(own), worthUnder(dropout, network.populations[connection.from].name))
  const rows = { k, memory, at: layout.rows }
  const { transposed, pairs, worth, gradientBound, trainedDelay } = connection
  toBlocks(rows, weights, sources, connection.weights)
  if (!transposed) return
  toTransposedBlocks(rows, targets, sources, transposed)
  if (!inPairs) return
  const bound = toPairs(k, transposed, targets, sources, pairs, worth, trainedDelay)
  floats(place, gradientBound, 1)[0] = bound
}

/** What a connection's parameters say of its target: taps and constants. */
function loadNeurons(place: EnginePlace, { taps, constants }: ConnectionParameters, index: number): void {
  const { to } = place.layout.connections[index]
  const { neuron, table } = place.layout.populations[to]
  const { filter } = neuron!
  if (filter && taps) {
    floats(place, table + 4 * filter.place, filter.taps).set(taps)
    const numbers = filter.recursion.of(taps)
    floats(place, table + 4 * filter.recursion.place, numbers.length).set(numbers)
  }
  if (constants) writeTables(trainedPopulation(place, to, constants))
}

function loadDelays(
  { network, memory, layout }: EnginePlace,
  index: number,
  delaySteps: Float32Array | undefined,
  { widthSteps }: Pass,
): void {
  const { from, to, held, delays, latencySteps } = layout.connections[index]
  const { delay } = network.connections[index]
  const [sources, targets] = [layout.populations[from].size, layout.populations[to].size]
  if (!delay || !delaySteps) {
    new Int32Array(memory.buffer, delays, sources).fill(latencySteps)
    return
  }
  const whole = (steps: number) => latencySteps + wholeSteps(delay, steps)
  if (held?.form === "synaptic") {
    fillPairs(memory, layout.connections[index], delaySteps, targets, sources, whole)
    return
  }
  const places = delayPlaces(delay, targets, sources)
  const out = new Int32Array(memory.buffer, delays, places.reduce((most, at) => Math.max(most, at), 0) + 1)
  for (let i = 0; i < places.length; i++) out[places[i]] = whole(delaySteps[i])
  if (held) fillTables(memory, held, delay, delaySteps, places, network.dt, latencySteps, widthSteps)
}
