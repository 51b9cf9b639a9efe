import type { Neuron } from "../../../network/index.js"
import type { NeuronKernel } from "../neurons/neuron-kernel.js"
import { each, type Places, type SpikeList } from "./places.js"
import { hearsItself, type Plan } from "./plan.js"
import { apart, blockBytes, blockSize, blocksOf, stateBytes } from "./sizes.js"

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
  /**
   * Bytes from a block of the gradient of its input, and of its spikes, to the next: those of the whole window, or of a stretch that the next
   * stretch writes over, or 0 where nobody reads a block once the next begins.
   */
  readonly gradientStride: number
  readonly spikeGradientStride: number
  /** Bytes of the gradient of its spikes. */
  readonly spikeGradientBytes: number
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

/** Rows of steps in a loop's room: three times what `assembly/loop.ts` brings together, and one. */
const loopRows = 49

/** Gives a population its places. */
export function layPopulation(plan: Plan, places: Places, index: number): PopulationLayout {
  const { net, workers, threads } = plan
  const { size, neuron: model } = net.populations[index]
  const neuron = plan.neurons[index]
  const blocks = blocksOf(size)
  const words = Math.ceil(blocks / 4)
  const gradients = layGradients(plan, index)
  const tableStride = neuron?.constants ? neuron.table.byteLength : 0
  const table = places.take(tableStride > 0 ? blocks * tableStride : (neuron?.table.byteLength ?? 0))
  const rowGradient = neuron?.gradientRows ? places.share(blocks * neuron.gradientRows * blockSize) : 0
  const tapGradient = neuron?.filter?.trained ? places.share(neuron.filter.taps) : 0
  const loop = hearsItself(plan, index) ? each(workers, () => loopRoom(plan, places, blocks)) : undefined
  return {
    size,
    blocks,
    words,
    gradientStride: gradients.ofInput.stride,
    spikeGradientStride: gradients.ofSpikes.stride,
    spikeGradientBytes: gradients.ofSpikes.bytes,
    neuron,
    compact: isCompact(model),
    table,
    tableStride,
    rowGradient,
    tapGradient,
    threads: each(threads, () => buffers(plan, places, index, gradients)),
    ...(loop && { loop }),
  }
}

/** Bytes from one block to the next, and of all. */
interface Extent {
  readonly stride: number
  readonly bytes: number
}

/** Of the gradients of a population's input and spikes. */
function layGradients(plan: Plan, index: number): { ofInput: Extent; ofSpikes: Extent } {
  const { net, forms, neurons, place, partOf } = plan
  const blocks = blocksOf(net.populations[index].size)
  const whole = readsWhole(plan, index)
  const own = whole ? plan.stride : plan.stretchSteps * blockBytes + apart
  const { cyclic } = partOf(index)
  const isLast = index === net.populations.length - 1
  // what comes from the data asks for weights' gradients only, and a single connection brings spikes theirs as a block asks for it
  const endsHere = net.connections.every(
    ({ from, to }, c) => place(to) !== index || (!neurons[place(from)] && forms[c] === undefined),
  )
  const isBrought = net.connections.filter(({ from }) => place(from) === index).length === 1
  const extent = (inTurn: boolean) => (inTurn ? { stride: 0, bytes: own } : { stride: own, bytes: blocks * own })
  return {
    ofInput: extent(!cyclic && !whole && endsHere),
    ofSpikes: extent(!cyclic && !isLast && isBrought),
  }
}

/** The loss writes the last one's gradients at once; delays of the data are trained by the window's, and what dendrites held back comes from later. */
function readsWhole({ net, forms, neurons, place }: Plan, index: number): boolean {
  if (index === net.populations.length - 1) return true
  return net.connections.some(
    ({ from, to, delay }, c) =>
      place(to) === index &&
      (forms[c] === "dendritic" || forms[c] === "synaptic" || (delay?.trained && !neurons[place(from)])),
  )
}

function loopRoom({ lanes }: Plan, places: Places, blocks: number): LoopRoom {
  const row = blocks * lanes * blockBytes + blockBytes
  return {
    card: places.take(128),
    states: places.take(blocks * lanes * 2 * blockBytes + row),
    rows: places.take(loopRows * row),
  }
}

function buffers(
  plan: Plan,
  places: Places,
  index: number,
  { ofInput, ofSpikes }: ReturnType<typeof layGradients>,
): PopulationBuffers {
  const { steps, populations } = plan.net
  const { size } = populations[index]
  const neuron = plan.neurons[index]
  const blocks = blocksOf(size)
  const keepsInputs = neuron && !neuron.inPlace && (plan.partOf(index).cyclic || neuron.filter?.trained)
  const take = (bytes: number) => (neuron ? places.take(bytes) : 0)
  return {
    slopes: take(blocks * plan.stride),
    spikeGradient: take(ofSpikes.bytes),
    inputGradient: take(ofInput.bytes),
    masks: take(steps * Math.ceil(blocks / 4) * 8),
    states: take(blocks * stateBytes),
    trace: neuron?.traceBytes ? take(blocks * steps * neuron.traceBytes) : 0,
    inputs: keepsInputs ? take(blocks * plan.stride) : 0,
    kept: places.take(blocks * blockBytes),
    push: places.take(blocks * blockBytes),
    ...places.spikeList(size, steps),
  }
}

const isCompact = (neuron: Neuron | undefined): boolean =>
  neuron !== undefined && "surrogate" in neuron && ["rectangle", "triangle"].includes(neuron.surrogate.kind)
