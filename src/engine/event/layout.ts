import {
  type Delay,
  isSpread,
  type Network,
  type NetworkGraph,
  type Neuron,
  type Part,
  partsOf,
} from "../../network/index.js"
import { numbersOfBounds } from "../activity.js"
import { synapticBytes } from "./held/synaptic.js"
import { tableWidth } from "./held/tables.js"
import { type NeuronKernel, neuronKernel, type Stretch } from "./neurons/neuron-kernel.js"
import { resultNumbers } from "./results.js"

/** Neurons are worked on in blocks of this many. */
export const blockSize = 16
const blockBytes = blockSize * 4
/** What a neuron kernel carries from one stretch of steps to the next, a block. */
export const stateBytes = 256

export interface PopulationLayout {
  readonly size: number
  readonly blocks: number
  /** Undefined for the input. */
  readonly neuron?: NeuronKernel
  /** Whether its surrogate derivative is zero but near the threshold. */
  readonly compact: boolean
  /** Address of the neuron's table, and bytes from that of one block to the next: 0 where they share one. */
  readonly table: number
  readonly tableStride: number
  /** Offset of the gradient of the table's rows in a shard: [block][row][16]. */
  readonly rowGradient: number
  /** Offset of the gradient of trained taps in a shard. */
  readonly tapGradient: number
  /** 64-bit words that note a step's spikes. */
  readonly words: number
  /** Bytes of one block of its two gradients: those of the whole window, or of a stretch that the next stretch writes over. */
  readonly gradientStride: number
  /** One entry a thread. */
  readonly threads: readonly PopulationBuffers[]
  /** Of a population that hears itself a step later, and is in no further cycle: one entry for all lanes of a worker. */
  readonly loop?: readonly LoopRoom[]
}

/** What `assembly/loop.ts` works with: its card, states, and rows of a few steps of all lanes. */
export interface LoopRoom {
  readonly card: number
  readonly states: number
  readonly rows: number
}

/** A list of spikes: rows (unit x 64) in order of time, each one's step (x 64), and where each step begins. */
export interface SpikeList {
  readonly rows: number
  readonly at: number
  readonly offsets: number
}

/** Where a thread keeps a population's numbers; `slopes` and both gradients are [block][step][16], and 0 for the input. A stretch's gradients suffice where nobody reads the window's. */
export interface PopulationBuffers extends SpikeList {
  readonly slopes: number
  readonly spikeGradient: number
  readonly inputGradient: number
  readonly masks: number
  /** {@link stateBytes} a block. */
  readonly states: number
  /** States that are kept of each step, [block][step]; 0 for neurons that keep none. */
  readonly trace: number
  /** Weighted input of each block, for neurons of a cycle that do not work in place, and where taps are trained by it; else 0. */
  readonly inputs: number
  /** Which neurons send their spikes: one 32-bit float each, 1, or 0 where it is silenced. */
  readonly kept: number
  /** Gradient of what the population's activity costs, by neuron: 32-bit floats. */
  readonly push: number
}

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
  /** Of sharp synaptic delays, the source's spikes by unit; `offsets` are where each unit ends. */
  readonly byUnit?: SpikeList
  /** Of spread axonal delays, what arrives. */
  readonly tiles?: TileBuffers
  /** Of sharp dendritic delays, the input as it arrives: [block][step][16]. */
  readonly arrivedInput: number
}

/** What arrives of spread spikes, in tiles of four steps ([tile][source][4], `bytes` a tile), and which sources are in a tile: masks, and as a list. */
export interface TileBuffers {
  readonly at: number
  readonly bytes: number
  readonly masks: number
  readonly list: SpikeList
}

/** Addresses of the tables of `held/tables.ts`: `rows` rows of 16 lanes. */
export interface HeldLayout {
  readonly form: "spread" | "spreadInCycle" | "dendritic" | "spreadDendritic" | "synaptic" | "spreadSynaptic"
  readonly rows: number
  readonly ats: number
  readonly shares: number
  readonly slopes: number
  /** Four 32-bit numbers. */
  readonly sizes: number
  /** Steps that a spike can take at most. */
  readonly longest: number
}

/** How a connection's delays are held back; undefined where nothing is, or a list of spikes. `inner`: whether it is part of a cycle. */
function heldForm(delay: Delay | undefined, inner: boolean): HeldLayout["form"] | undefined {
  if (!delay) return undefined
  if (delay.kind === "dendritic") return isSpread(delay) || inner ? "spreadDendritic" : "dendritic"
  if (delay.kind === "synaptic") return isSpread(delay) || inner ? "spreadSynaptic" : "synaptic"
  if (!isSpread(delay)) return undefined
  return inner ? "spreadInCycle" : "spread"
}

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
}

/** How many deviations an interpolated product of so many steps lists at most; as many cost as much as what interpolation saves. */
export const mostDeviations = (steps: number): number => 8 * steps

export const controlBytes = 512

/** Steps of which the input, slopes and gradients of a block stay in the processor's first cache. */
const cachedSteps = 128

/** Blocks that are read side by side must not begin at the same place of a page, or they push each other out of the cache. */
const apart = 4 * blockBytes

/** Samples that are run side by side where a cycle needs its weights again at every few steps; the kernels of products take four rows. */
const lanesOfCycles = 4

/** Rows of steps in a loop's room: three times what `assembly/loop.ts` brings together, and one. */
const loopRows = 49

/** Cycles whose way round takes so many steps are run one sample at a time: their stretches fill the kernels. */
const longCycle = 4

/** Numbers of a row: rows that are read side by side must not lie a multiple of 4096 bytes apart either. */
const rowLength = (numbers: number): number => {
  const whole = Math.ceil(numbers / 4) * 4
  return whole % 1024 < 16 ? whole + 16 : whole
}

export function layout(net: NetworkGraph, workers: number, shards: number): Layout {
  let end = controlBytes
  const take = (bytes: number): number => {
    const at = end
    end = Math.ceil((end + bytes) / 64) * 64
    return at
  }
  const each = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make)
  const stride = Math.ceil(net.steps / 8) * 8 * blockBytes
  // two words to spare: lists are written three spikes at a time
  const spikeList = (size: number, steps = net.steps): SpikeList => ({
    rows: take((steps * size + 2) * 4),
    at: take((steps * size + 2) * 4),
    offsets: take((steps + 1) * 4),
  })
  const blocksOf = (size: number) => Math.ceil(size / blockSize)
  const index = new Map(net.populations.map((p, i) => [p.name, i]))

  let shardLength = 0
  const share = (numbers: number): number => {
    const at = shardLength * 4
    shardLength += Math.ceil(numbers / blockSize) * blockSize
    return at
  }
  const parts = partsOf(net)
  const partOf = (p: number) => parts.find(({ populations }) => populations.includes(p))!
  const neurons = net.populations.map(({ neuron }) => neuron && neuronKernel(neuron, net.dt))
  const wholeSteps = stride / blockBytes
  const turnedSteps = wholeSteps + 4
  const isInner = ({ from, to }: { from: string; to: string }) => partOf(index.get(from)!) === partOf(index.get(to)!)
  const forms = net.connections.map((connection) => heldForm(connection.delay, isInner(connection)))
  const inWhole =
    neurons.some((neuron) => neuron?.whole) ||
    forms.some((form) => form && !["spread", "dendritic", "synaptic"].includes(form))
  const stretchSteps = inWhole ? wholeSteps : Math.min(cachedSteps, wholeSteps)
  const lanes = parts.some((part) => part.cyclic && part.stretchSteps < longCycle) ? lanesOfCycles : 1
  const threads = workers * lanes
  const hearsItself = (p: number): boolean => {
    const { populations, cyclic } = partOf(p)
    const own = net.connections.filter(isInner).filter(({ to }) => index.get(to) === p)
    const [{ delay, latencySteps }] = cyclic ? own : [{}]
    return (
      populations.length === 1 && own.length === 1 && !delay && latencySteps === 1 && neurons[p]?.loop !== undefined
    )
  }
  const loopRoom = (blocks: number): LoopRoom => {
    const row = blocks * lanes * blockBytes + blockBytes
    return { card: take(128), states: take(blocks * lanes * 2 * blockBytes + row), rows: take(loopRows * row) }
  }
  const populations = net.populations.map(({ name, size }, i): PopulationLayout => {
    const neuron = neurons[i]
    const blocks = blocksOf(size)
    const words = Math.ceil(blocks / 4)
    // the loss writes the last one's at once; delays of the data are trained by the window's, and what dendrites held back comes from later
    const isLast = i === net.populations.length - 1
    const readWhole = net.connections.some(
      ({ from, to, delay }, c) =>
        to === name &&
        (forms[c] === "dendritic" || forms[c] === "synaptic" || (delay?.trained && !neurons[index.get(from)!])),
    )
    const gradientStride = isLast || readWhole ? stride : stretchSteps * blockBytes + apart
    const buffers = (): PopulationBuffers => ({
      slopes: neuron ? take(blocks * stride) : 0,
      spikeGradient: neuron ? take(blocks * gradientStride) : 0,
      inputGradient: neuron ? take(blocks * gradientStride) : 0,
      masks: neuron ? take(net.steps * words * 8) : 0,
      states: neuron ? take(blocks * stateBytes) : 0,
      trace: neuron?.traceBytes ? take(blocks * net.steps * neuron.traceBytes) : 0,
      inputs: neuron && !neuron.inPlace && (partOf(i).cyclic || neuron.filter?.trained) ? take(blocks * stride) : 0,
      kept: take(blocks * blockBytes),
      push: take(blocks * blockBytes),
      ...spikeList(size),
    })
    const tableStride = neuron?.constants ? neuron.table.byteLength : 0
    const table = take(tableStride > 0 ? blocks * tableStride : (neuron?.table.byteLength ?? 0))
    const rowGradient = neuron?.gradientRows ? share(blocks * neuron.gradientRows * blockSize) : 0
    const tapGradient = neuron?.filter?.trained ? share(neuron.filter.taps) : 0
    const compact = isCompact(net.populations[i].neuron)
    const own = { neuron, compact, table, tableStride, rowGradient, tapGradient }
    const loop = hearsItself(i) ? each(workers, () => loopRoom(blocks)) : undefined
    return { size, blocks, words, gradientStride, ...own, threads: each(threads, buffers), ...(loop && { loop }) }
  })

  const connections = net.connections.map(({ from, to, delay, latencySteps = 0 }, c): ConnectionLayout => {
    const [source, target] = [populations[index.get(from)!], populations[index.get(to)!]]
    const inner = isInner({ from, to })
    const form = forms[c]
    const delayed = !form && (delay !== undefined || latencySteps > 0)
    const weightNumbers = target.blocks * source.size * blockSize
    const deep = source.neuron !== undefined
    const byTarget = target.blocks
    const rows = {
      spread: source.blocks,
      spreadInCycle: source.blocks,
      dendritic: byTarget,
      spreadDendritic: byTarget,
      synaptic: byTarget * source.size,
      spreadSynaptic: byTarget * source.size,
    }
    const delayNumbers = blockSize * rows[form ?? "spread"]
    // a spread delay may reach each step up to its bound
    const shares = delay && isSpread(delay) ? Math.ceil(delay.max / net.dt) + 1 : 1
    const longest = latencySteps + Math.ceil((delay?.max ?? 0) / net.dt)
    const tables = (form: HeldLayout["form"]): HeldLayout => ({
      form,
      rows: rows[form],
      ats: take(delayNumbers * 4),
      shares: form === "synaptic" ? 0 : take(delayNumbers * tableWidth(shares) * 4),
      slopes: form === "synaptic" ? 0 : take(delayNumbers * tableWidth(shares) * 4),
      sizes: take(16),
      longest,
    })
    const backStride = {
      none: 0,
      spread: rowLength(wholeSteps + longest + 8) * blockBytes,
      spreadInCycle: 0,
      dendritic: stretchSteps * blockBytes + apart,
      spreadDendritic: stride,
      synaptic: rowLength(wholeSteps + longest + 28) * blockBytes,
      spreadSynaptic: turnedSteps * blockBytes,
    }[form ?? "none"]
    const backBlocks = form === "spread" ? source.blocks : target.blocks
    const currentBytes =
      form === "synaptic" ? synapticBytes(wholeSteps, longest, stretchSteps, source.blocks) : turnedSteps * blockBytes
    const tileBytes = source.blocks * blockSize * 16
    const tileBuffers = (): TileBuffers => ({
      at: take((wholeSteps / 4) * tileBytes),
      bytes: tileBytes,
      masks: take((wholeSteps / 4) * source.words * 8),
      list: spikeList(source.size, wholeSteps / 4),
    })
    return {
      from: index.get(from)!,
      to: index.get(to)!,
      delayed,
      ...(form && { held: tables(form) }),
      latencySteps,
      alike: delay === undefined,
      inner,
      trainedDelay: delay?.trained ?? false,
      ahead: delay?.gradient === "interpolation" ? 1 : 0,
      // where blocks are written four rows at a time
      weights: take(weightNumbers * 4 + 3 * blockBytes),
      transposed: deep ? take(source.blocks * target.blocks * blockSize * blockBytes) : 0,
      pairs: deep ? take(source.blocks * target.blocks * blockSize * blockSize * 2) : 0,
      worth: deep ? take(source.blocks * blockBytes) : 0,
      gradientBound: deep ? take(4) : 0,
      delays: take(delayNumbers * 4),
      backStride,
      threads: source.threads.map(({ rows, at, offsets }) => ({
        ...(delayed ? spikeList(source.size) : { rows, at, offsets }),
        arrived: deep && (delayed || form === "spread" || form === "spreadInCycle") ? take(source.blocks * stride) : 0,
        masks: inner && delayed ? take(net.steps * source.words * 8) : 0,
        current: form ? take(currentBytes) : 0,
        back: take(backBlocks * backStride),
        ...(form === "synaptic" && { byUnit: { ...spikeList(source.size), offsets: take(source.size * 4) } }),
        ...(form === "spread" && { tiles: tileBuffers() }),
        arrivedInput: form === "dendritic" ? take(target.blocks * stride) : 0,
      })),
      weightGradient: share(form === "synaptic" ? 2 * weightNumbers : weightNumbers),
      delayGradient: delay?.trained && form !== "synaptic" ? share(delayNumbers) : 0,
    }
  })
  const rowOf = (population: number) => Math.ceil(populations[population].size / 4) * 4
  return {
    steps: net.steps,
    stride,
    stretchSteps,
    turnedSteps,
    stretches: each(Math.ceil(net.steps / stretchSteps), () => 0).map((_, i) => {
      return { from: i * stretchSteps, to: Math.min(net.steps, (i + 1) * stretchSteps), steps: net.steps }
    }),
    lanes,
    classes: populations[populations.length - 1].size,
    populations,
    connections,
    parts,
    scratch: each(threads, () => ({
      input: take(stride),
      cursor: take((net.steps + 1) * 4),
      gradient: take(
        stretchSteps * (blockBytes / 2) * Math.max(...populations.map(({ blocks, neuron }) => (neuron ? blocks : 0))),
      ),
      scales: take(stretchSteps * 4),
      deviations: take(12 * mostDeviations(stretchSteps)),
    })),
    shardLength,
    shards: each(shards, () => take(shardLength * 4)),
    results: each(shards, () => take(resultNumbers(populations.length) * 8)),
    dropouts: take(populations.length * 8),
    bounds: take(populations.length * numbersOfBounds * 8),
    // read three numbers too far
    rows: take(
      4 * Math.max(...connections.map(({ from, to }) => populations[to].blocks * blockSize * rowOf(from))) + 12,
    ),
    end,
  }
}

const isCompact = (neuron: Neuron | undefined): boolean =>
  neuron !== undefined && "surrogate" in neuron && ["rectangle", "triangle"].includes(neuron.surrogate.kind)

/** A network without its parameters. */
export const graphOf = ({ dt, steps, populations, connections }: Network): NetworkGraph => ({
  dt,
  steps,
  populations,
  connections,
})
