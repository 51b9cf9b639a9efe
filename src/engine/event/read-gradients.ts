import type { ConnectionParameters, Parameters } from "../../network/index.js"
import { worthUnder } from "../dropout.js"
import type { Pass } from "../engine.js"
import { weightNormGradient } from "../weight-norm.js"
import { constantsGradient } from "./constants.js"
import { type EnginePlace, floats, scaled, trainedPopulation } from "./engine-place.js"
import { delayPlaces } from "./held/tables.js"
import { fromBlocks, fromBlocksOfTwo } from "./weights.js"

/** Adds the shards' gradients up, in order, and reads those of the parameters that were loaded last. */
export function readGradients(place: EnginePlace, parameters: Parameters, { dropout }: Pass): Parameters {
  const { k, network, layout } = place
  const { shards, shardLength } = layout
  k.addUp(shards[0], 4 * shardLength, shards.length, shardLength)
  return parameters.map((own, index) => {
    const { from } = layout.connections[index]
    const acting = scaled(actingGradient(place, index), worthUnder(dropout, network.populations[from].name))
    return {
      ...weightNormGradient(own, acting),
      ...(own.taps && { taps: tapGradient(place, index) }),
      ...(own.constants && { constants: ofConstants(place, index, own.constants) }),
      ...(own.delaySteps && network.connections[index].delay && { delaySteps: delayGradient(place, index, own) }),
    }
  })
}

/** Of the weights as they act. */
function actingGradient(place: EnginePlace, index: number): Float32Array {
  const { k, memory, layout } = place
  const beside = pairsOf(place, index)
  if (beside) return fromBlocksOfTwo(beside, ...sizeOf(place, index), 0)
  const at = layout.shards[0] + layout.connections[index].weightGradient
  return fromBlocks({ k, memory, at: layout.rows }, at, ...sizeOf(place, index))
}

function tapGradient(place: EnginePlace, index: number): Float32Array {
  const { layout } = place
  const { neuron, tapGradient } = layout.populations[layout.connections[index].to]
  const { taps, trained } = neuron!.filter!
  return trained ? floats(place, layout.shards[0] + tapGradient, taps).slice() : new Float32Array(taps)
}

function ofConstants(place: EnginePlace, index: number, constants: Float32Array): Float32Array {
  const { layout } = place
  const { to } = layout.connections[index]
  const rows = layout.shards[0] + layout.populations[to].rowGradient
  return constantsGradient(trainedPopulation(place, to, constants), rows)
}

function delayGradient(place: EnginePlace, index: number, own: ConnectionParameters): Float32Array {
  const { k, memory, network, layout } = place
  const connection = layout.connections[index]
  const delaySteps = new Float32Array(own.delaySteps!.length)
  if (!connection.trainedDelay) return delaySteps
  const size = sizeOf(place, index)
  const beside = pairsOf(place, index)
  if (beside) {
    const slopes = fromBlocksOfTwo(beside, ...size, 1)
    const weights = fromBlocks({ k, memory, at: layout.rows }, connection.weights, ...size)
    return delaySteps.map((_, i) => weights[i] * slopes[i])
  }
  const places = delayPlaces(network.connections[index].delay!, ...size)
  const length = places.reduce((most, place) => Math.max(most, place), 0) + 1
  const values = floats(place, layout.shards[0] + connection.delayGradient, length)
  return delaySteps.map((_, i) => values[places[i]])
}

/** Targets and sources. */
function sizeOf({ layout }: EnginePlace, index: number): [number, number] {
  const { from, to } = layout.connections[index]
  return [layout.populations[to].size, layout.populations[from].size]
}

/** Sharp synaptic delays have the gradient of the delay beside that of the weight. */
function pairsOf(place: EnginePlace, index: number): Float32Array | undefined {
  const { shards, connections, populations } = place.layout
  const { held, weightGradient, from, to } = connections[index]
  if (held?.form !== "synaptic") return undefined
  return floats(place, shards[0] + weightGradient, 2 * populations[to].blocks * 16 * populations[from].size)
}
