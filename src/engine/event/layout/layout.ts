import type { Network, NetworkGraph, Part } from "../../../network/index.js"
import { numbersOfBounds } from "../../activity.js"
import type { Stretch } from "../neurons/neuron-kernel.js"
import { resultNumbers } from "../results.js"
import { type ConnectionLayout, layConnection } from "./connection.js"
import { each, Places } from "./places.js"
import { type Plan, planOf } from "./plan.js"
import { layPopulation, type PopulationLayout } from "./population.js"
import { blockBytes, blockSize, mostDeviations } from "./sizes.js"

/** Where everything lies in the memory that the threads share. The same in every thread, for it follows from its arguments alone. */
export interface Layout {
  readonly steps: number
  /** Bytes of one block of a [block][step][16] buffer; steps are rounded up to a multiple of eight. */
  readonly stride: number
  /** Steps that go through a block at a time; the whole window where a neuron must have it so. */
  readonly stretchSteps: number
  /** Numbers of a neuron's row where steps stand behind each other: with zeros behind the window. */
  readonly turnedSteps: number
  /** The window in stretches of so many steps. */
  readonly stretches: readonly Stretch[]
  /** Samples that a thread runs side by side: entries of `threads` and `scratch` that are its own. */
  readonly lanes: number
  readonly classes: number
  readonly populations: readonly PopulationLayout[]
  readonly connections: readonly ConnectionLayout[]
  /** Populations in the order in which they are run; the input is the first. */
  readonly parts: readonly Part[]
  readonly scratch: readonly Scratch[]
  /** Address of each shard's gradients; they lie behind each other. */
  readonly shards: readonly number[]
  /** Length of a shard's gradients (4-byte numbers), a multiple of 16. */
  readonly shardLength: number
  /** Address of each shard's results; see `results.ts`. */
  readonly results: readonly number[]
  /** Shares of the neurons that are silenced, by population: 64-bit floats. */
  readonly dropouts: number
  /** Bounds of activity, by population: {@link numbersOfBounds} 64-bit floats each. */
  readonly bounds: number
  /** Where a connection's weights lie in rows on their way in and out. */
  readonly rows: number
  /** First free byte: the batch lies behind it. */
  readonly end: number
}

/** What a thread uses between two populations. */
export interface Scratch {
  /** Weighted input of a block. */
  readonly input: number
  readonly cursor: number
  /** Input gradients of a population in 16 bits, and each step's scale. */
  readonly gradient: number
  readonly scales: number
  /** Deviations of an interpolated product, 12 bytes each. */
  readonly deviations: number
  /** Blocks and steps that have deviations, 8 bytes each. */
  readonly noted: number
}

export function layout(net: NetworkGraph, workers: number, shards: number): Layout {
  const plan = planOf(net, workers)
  const places = new Places()
  const populations = net.populations.map((_, index) => layPopulation(plan, places, index))
  const connections = net.connections.map((_, index) => layConnection(plan, places, populations, index))
  const { stride, stretchSteps, turnedSteps, lanes, parts, threads } = plan
  const scratch = each(threads, () => layScratch(plan, places, populations))
  const { shardLength } = places
  return {
    steps: net.steps,
    stride,
    stretchSteps,
    turnedSteps,
    stretches: stretchesOf(plan),
    lanes,
    classes: populations[populations.length - 1].size,
    populations,
    connections,
    parts,
    scratch,
    shardLength,
    shards: each(shards, () => places.take(shardLength * 4)),
    results: each(shards, () => places.take(resultNumbers(populations.length) * 8)),
    dropouts: places.take(populations.length * 8),
    bounds: places.take(populations.length * numbersOfBounds * 8),
    // read three numbers too far
    rows: places.take(4 * Math.max(...connections.map((connection) => rowNumbers(connection, populations))) + 12),
    end: places.end,
  }
}

function stretchesOf({ net: { steps }, stretchSteps }: Plan): Stretch[] {
  return Array.from({ length: Math.ceil(steps / stretchSteps) }, (_, i) => {
    return { from: i * stretchSteps, to: Math.min(steps, (i + 1) * stretchSteps), steps }
  })
}

function layScratch(
  { net, stride, stretchSteps }: Plan,
  places: Places,
  populations: readonly PopulationLayout[],
): Scratch {
  const mostBlocks = Math.max(...populations.map(({ blocks, neuron }) => (neuron ? blocks : 0)))
  return {
    input: places.take(stride),
    cursor: places.take((net.steps + 1) * 4),
    gradient: places.take(stretchSteps * (blockBytes / 2) * mostBlocks),
    scales: places.take(stretchSteps * 4),
    deviations: places.take(12 * mostDeviations(stretchSteps)),
    noted: places.take(8 * mostBlocks * (stretchSteps / 2 + 1)),
  }
}

/** Numbers of a connection's weights in rows. */
const rowNumbers = ({ from, to }: ConnectionLayout, populations: readonly PopulationLayout[]): number =>
  populations[to].blocks * blockSize * Math.ceil(populations[from].size / 4) * 4

/** A network without its parameters. */
export const graphOf = ({ dt, steps, populations, connections }: Network): NetworkGraph => ({
  dt,
  steps,
  populations,
  connections,
})
