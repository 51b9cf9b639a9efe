import { type Delay, isSpread, type NetworkGraph, type Part, partsOf } from "../../../network/index.js"
import { type NeuronKernel, neuronKernel } from "../neurons/neuron-kernel.js"
import { blockBytes, cachedSteps } from "./sizes.js"

/** How delays are held back that hold back something else than a list of spikes. */
export type HeldForm = "spread" | "spreadInCycle" | "dendritic" | "spreadDendritic" | "synaptic" | "spreadSynaptic"

/** Those that need not look at the whole window at once. */
const inStretches: readonly HeldForm[] = ["spread", "dendritic", "synaptic"]

/** Samples that are run side by side where a cycle needs its weights again at every few steps; the kernels of products take four rows. */
const lanesOfCycles = 4

/** Cycles whose way round takes so many steps are run one sample at a time: their stretches fill the kernels. */
const longCycle = 4

/** How a network is run, before anything of it has a place. */
export interface Plan {
  readonly net: NetworkGraph
  readonly workers: number
  readonly lanes: number
  /** Entries of what each lane of each worker has. */
  readonly threads: number
  readonly parts: readonly Part[]
  /** By population; undefined for the input. */
  readonly neurons: readonly (NeuronKernel | undefined)[]
  /** By connection; undefined where nothing is held back, or a list of spikes. */
  readonly forms: readonly (HeldForm | undefined)[]
  /** By connection: whether it is part of a cycle. */
  readonly inner: readonly boolean[]
  /** Steps of the window, rounded up to a multiple of eight. */
  readonly wholeSteps: number
  /** Bytes of a block of so many steps. */
  readonly stride: number
  readonly turnedSteps: number
  readonly stretchSteps: number
  /** Place of a population. */
  place(name: string): number
  partOf(population: number): Part
}

export function planOf(net: NetworkGraph, workers: number): Plan {
  const parts = partsOf(net)
  const partOf = (p: number) => parts.find(({ populations }) => populations.includes(p))!
  const index = new Map(net.populations.map((p, i) => [p.name, i]))
  const place = (name: string) => index.get(name)!
  const inner = net.connections.map(({ from, to }) => partOf(place(from)) === partOf(place(to)))
  const neurons = net.populations.map(({ neuron }) => neuron && neuronKernel(neuron, net.dt))
  const forms = net.connections.map(({ delay }, c) => heldForm(delay, inner[c]))
  const wholeSteps = Math.ceil(net.steps / 8) * 8
  const inWhole =
    neurons.some((neuron) => neuron?.whole) || forms.some((form) => form !== undefined && !inStretches.includes(form))
  const lanes = parts.some((part) => part.cyclic && part.stretchSteps < longCycle) ? lanesOfCycles : 1
  return {
    net,
    workers,
    lanes,
    threads: workers * lanes,
    parts,
    neurons,
    forms,
    inner,
    wholeSteps,
    stride: wholeSteps * blockBytes,
    turnedSteps: wholeSteps + 4,
    stretchSteps: inWhole ? wholeSteps : Math.min(cachedSteps, wholeSteps),
    place,
    partOf,
  }
}

function heldForm(delay: Delay | undefined, inner: boolean): HeldForm | undefined {
  if (!delay) return undefined
  if (delay.kind === "dendritic") return isSpread(delay) || inner ? "spreadDendritic" : "dendritic"
  if (delay.kind === "synaptic") return isSpread(delay) || inner ? "spreadSynaptic" : "synaptic"
  if (!isSpread(delay)) return undefined
  return inner ? "spreadInCycle" : "spread"
}

/** Whether a population hears itself a step later, and is in no further cycle, so that `assembly/loop.ts` can run it. */
export function hearsItself({ net, inner, neurons, place, partOf }: Plan, population: number): boolean {
  const { populations, cyclic } = partOf(population)
  if (!cyclic || populations.length > 1 || !neurons[population]?.loop) return false
  const own = net.connections.filter(({ to }, c) => inner[c] && place(to) === population)
  return own.length === 1 && !own[0].delay && own[0].latencySteps === 1
}
