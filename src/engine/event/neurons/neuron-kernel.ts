import type { Neuron, Reading } from "../../../network/index.js"
import type { Kernels } from "../kernels.js"
import { adaptiveLifKernel } from "./adaptive-lif.js"
import { cubaLifKernel } from "./cuba-lif.js"
import { leakyIntegratorKernel } from "./leaky-integrator.js"
import { lifKernel } from "./lif.js"
import { srmAlphaKernel } from "./srm-alpha.js"
import { tcLifKernel } from "./tc-lif.js"

/** Neurons of a block. */
export const blockLanes = 16

/** Addresses of a block of 16 neurons on one thread. */
export interface BlockPlaces {
  /** Weighted input, 64 bytes a step. */
  readonly input: number
  /** Surrogate derivatives with the spike in the sign bit, 64 bytes a step; the same place as `input` for kernels in place. */
  readonly slopes: number
  /** Spikes: 16 bits a step, `maskStride` bytes apart. */
  readonly masks: number
  readonly maskStride: number
  readonly spikeGradient: number
  readonly inputGradient: number
  /** 256 bytes that a kernel carries from one stretch of steps to the next. */
  readonly state: number
  /** The kernel's own numbers. */
  readonly table: number
  /** Where the gradient of trained taps is added, in a backward pass. */
  readonly tapGradient: number
  /** Where a kernel that keeps a trace puts it. */
  readonly trace: number
  /** Where the gradients of its table's rows are added, in a backward pass. */
  readonly rowGradient: number
}

/** A stretch of steps, from <= t < to, of a window of `steps`. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly steps: number
}

/** All blocks of a population, of so many samples side by side, and the bytes from one to the next. */
export interface AllBlocks {
  readonly samples: number
  readonly apart: number
  readonly blocks: number
  /** Of inputs and slopes, and of gradients. */
  readonly stride: number
  readonly gradientStride: number
}

/** What trained constants become. */
export interface OwnConstants {
  /** The table of a block of 16 neurons. */
  table(neurons: readonly Neuron[]): Float32Array
  /** From the gradients of the rows that belong to a neuron to those of its constants. */
  gradient(neuron: Neuron, sums: readonly number[]): readonly number[]
}

/** How the engine runs one block of 16 neurons of a kind. */
export interface NeuronKernel {
  /** The kernel's numbers, which it finds at `table`. */
  readonly table: Float32Array
  /** Whether input and slopes are to be the same place. */
  readonly inPlace: boolean
  /** Whether it looks at the inputs and gradients of all steps: outside of cycles it is given the whole window at once. */
  readonly whole: boolean
  /** Taps that are parameters: the engine writes them into the table, at this place. */
  readonly filter?: {
    readonly place: number
    readonly taps: number
    readonly trained: boolean
    /** Where the numbers stand by which the kernels work these taps out without a sum over them, and what they are. */
    readonly recursion: { readonly place: number; of(taps: Float32Array): readonly number[] }
  }
  /** Bytes of states that are kept of each step of a block, for gradients of constants and through resets. */
  readonly traceBytes?: number
  /** Rows of 16 lanes of the table of which the backward pass gives the gradient. */
  readonly gradientRows?: number
  /** Constants that are parameters: each block then has a table of its own. */
  readonly constants?: OwnConstants
  /** What is read off neurons that do not spike: their potentials take the place of slopes, and no mask is written. */
  readonly read?: Reading
  /** Input to slopes and spikes; stretches come in order of time. */
  forward(k: Kernels, block: BlockPlaces, stretch: Stretch): void
  /** Gradient of spikes to gradient of input; the last stretch comes first. */
  backward(k: Kernels, block: BlockPlaces, stretch: Stretch): void
  /** The same for all blocks in one call, whose first is given: for cycles, where the calls of a step would cost as much as the step. */
  forwardAll?(k: Kernels, first: BlockPlaces, all: AllBlocks, stretch: Stretch): void
  backwardAll?(k: Kernels, first: BlockPlaces, all: AllBlocks, stretch: Stretch): void
  /** By which `assembly/loop.ts` knows it, where a population hears itself: the place of its surrogate, and whether it resets to 0. */
  readonly loop?: { readonly surrogate: number; readonly hard: 0 | 1 }
  /** Adds the gradient of trained taps, once the whole window was gone back through; `input` is still there. */
  filterGradient?(k: Kernels, block: BlockPlaces, steps: number): void
}

/** The event-engine form of a neuron, at a step of `dt` ms. */
export function neuronKernel(neuron: Neuron, dt: number): NeuronKernel {
  switch (neuron.kind) {
    case "srmAlpha":
      return srmAlphaKernel(neuron, dt)
    case "cubaLif":
      return cubaLifKernel(neuron, dt)
    case "lif":
      return lifKernel(neuron, dt)
    case "adaptiveLif":
      return adaptiveLifKernel(neuron, dt)
    case "tcLif":
      return tcLifKernel(neuron)
    case "leakyIntegrator":
      return leakyIntegratorKernel(neuron, dt)
  }
}
