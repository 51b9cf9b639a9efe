import { backStrideOf, currentBytes, delayRows, type Ends, type HeldLayout, layTables, longestOf } from "./held.js"
import type { Places, SpikeList } from "./places.js"
import type { HeldForm, Plan } from "./plan.js"
import type { PopulationBuffers, PopulationLayout } from "./population.js"
import { blockBytes, blockSize } from "./sizes.js"

export interface ConnectionLayout {
  readonly from: number
  readonly to: number
  /** Whether its spikes are delayed as a list. */
  readonly delayed: boolean
  /** Steps that every spike takes besides its delay. */
  readonly latencySteps: number
  /** Whether all its spikes take as long. */
  readonly alike: boolean
  /** Whether it is part of a cycle. */
  readonly inner: boolean
  /** Tables of delays that hold back something else than a list of spikes. */
  readonly held?: HeldLayout
  readonly trainedDelay: boolean
  /** How many steps ahead of a spike its delay's gradient is taken: 0 for SLAYER's difference, 1 for interpolation. */
  readonly ahead: number
  /** [target block][source][16] */
  readonly weights: number
  /** [source block][target, padded][16]; only where the gradient goes on below. */
  readonly transposed: number
  /** The same in 16 bits ({@link toPairs}), what its units are worth by source, and the largest gradient (one 32-bit float). */
  readonly pairs: number
  readonly worth: number
  readonly gradientBound: number
  /** Whole steps of each sharp delay: by source or target, or for pairs laid out as `weights`. */
  readonly delays: number
  /** Bytes of one block of `back`. */
  readonly backStride: number
  readonly threads: readonly ConnectionBuffers[]
  /** Offset of the weights' gradient in a shard, laid out as `weights`; of sharp synaptic delays with that of the delay beside each, by the weight. */
  readonly weightGradient: number
  /** Offset of the delays' gradient in a shard. */
  readonly delayGradient: number
}

/** What arrives at the target: the source's own list where no list is delayed. */
export interface ConnectionBuffers extends SpikeList {
  /** Gradient with respect to delayed spikes, [block][step][16]. */
  readonly arrived: number
  /** In a cycle, spikes that are on their way: bit masks by the step at which they arrive; else 0. */
  readonly masks: number
  /** Where delays are held: a block's input before that, and the gradient of the inputs as they were before that. */
  readonly current: number
  readonly back: number
  /** Of sharp synaptic delays, the source's spikes by unit. */
  readonly byUnit?: SpikesByUnit
  /** Of spread axonal delays, what arrives. */
  readonly tiles?: TileBuffers
  /** Of sharp dendritic delays, the input as it arrives: [block][step][16]. */
  readonly arrivedInput: number
}

/** What `listByUnit` of assembly/events.ts writes: spikes and their steps, where each unit's begin, the units by their number of spikes; and scratch. */
export interface SpikesByUnit {
  readonly rows: number
  readonly times: number
  readonly starts: number
  readonly order: number
  readonly counts: number
}

/** What arrives of spread spikes, in tiles of four steps ([tile][source][4], `bytes` a tile), and which sources are in a tile: masks, and as a list. */
export interface TileBuffers {
  readonly at: number
  readonly bytes: number
  readonly masks: number
  readonly list: SpikeList
}

/** Gives a connection its places, whose populations have theirs. */
export function layConnection(
  plan: Plan,
  places: Places,
  populations: readonly PopulationLayout[],
  index: number,
): ConnectionLayout {
  const { dt, connections } = plan.net
  const { delay, latencySteps = 0, ...names } = connections[index]
  const [from, to] = [plan.place(names.from), plan.place(names.to)]
  const [source, target] = [populations[from], populations[to]]
  const ends: Ends = { sourceBlocks: source.blocks, targetBlocks: target.blocks, sources: source.size }
  const inner = plan.inner[index]
  const form = plan.forms[index]
  const delayed = !form && (delay !== undefined || latencySteps > 0)
  const deep = source.neuron !== undefined
  const rows = delayRows(form, ends)
  const longest = longestOf(delay, latencySteps, dt)
  const weightNumbers = target.blocks * source.size * blockSize
  const squares = source.blocks * target.blocks * blockSize * blockSize
  const backStride = backStrideOf(plan, form, longest)
  const own: Held = { form, delayed, inner, backStride }
  return {
    from,
    to,
    delayed,
    ...(form && { held: layTables(places, form, delay, rows, dt, longest) }),
    latencySteps,
    alike: delay === undefined,
    inner,
    trainedDelay: delay?.trained ?? false,
    ahead: delay?.gradient === "interpolation" ? 1 : 0,
    // where blocks are written four rows at a time
    weights: places.take(weightNumbers * 4 + 3 * blockBytes),
    transposed: deep ? places.take(squares * 4) : 0,
    pairs: deep ? places.take(squares * 2) : 0,
    worth: deep ? places.take(source.blocks * blockBytes) : 0,
    gradientBound: deep ? places.take(4) : 0,
    delays: places.take(blockSize * rows * 4),
    backStride,
    threads: source.threads.map((buffers) => layBuffers(plan, places, own, source, target, buffers)),
    weightGradient: places.share(form === "synaptic" ? 2 * weightNumbers : weightNumbers),
    delayGradient: delay?.trained && form !== "synaptic" ? places.share(blockSize * rows) : 0,
  }
}

/** How a connection's spikes reach its target. */
interface Held {
  readonly form: HeldForm | undefined
  readonly delayed: boolean
  readonly inner: boolean
  readonly backStride: number
}

function layBuffers(
  plan: Plan,
  places: Places,
  { form, delayed, inner, backStride }: Held,
  source: PopulationLayout,
  target: PopulationLayout,
  { rows, at, offsets }: PopulationBuffers,
): ConnectionBuffers {
  const { steps } = plan.net
  const deep = source.neuron !== undefined
  const arrives = deep && (delayed || form === "spread" || form === "spreadInCycle")
  const backBlocks = form === "spread" ? source.blocks : target.blocks
  return {
    ...(delayed ? places.spikeList(source.size, steps) : { rows, at, offsets }),
    arrived: arrives ? places.take(source.blocks * plan.stride) : 0,
    masks: inner && delayed ? places.take(steps * source.words * 8) : 0,
    current: form ? places.take(currentBytes(plan, form, backStride, source.blocks)) : 0,
    back: places.take(backBlocks * backStride),
    ...(form === "synaptic" && { byUnit: layByUnit(places, source.size, steps) }),
    ...(form === "spread" && { tiles: layTiles(plan, places, source) }),
    arrivedInput: form === "dendritic" ? places.take(target.blocks * plan.stride) : 0,
  }
}

const layByUnit = (places: Places, units: number, steps: number): SpikesByUnit => ({
  rows: places.take(steps * units * 4),
  times: places.take(steps * units * 4),
  starts: places.take((units + 1) * 4),
  order: places.take(units * 4),
  counts: places.take((steps + 1) * 4),
})

function layTiles({ wholeSteps }: Plan, places: Places, { size, blocks, words }: PopulationLayout): TileBuffers {
  const tiles = wholeSteps / 4
  const bytes = blocks * blockSize * 16
  return {
    at: places.take(tiles * bytes),
    bytes,
    masks: places.take(tiles * words * 8),
    list: places.spikeList(size, tiles),
  }
}
