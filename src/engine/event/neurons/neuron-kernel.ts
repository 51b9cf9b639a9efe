import type { Neuron } from "../../../network/index.js"
import type { Kernels } from "../kernels.js"
import { cubaLifKernel } from "./cuba-lif.js"
import { srmAlphaKernel } from "./srm-alpha.js"

/** Where a block's spikes are noted: 16 bits a step, `stride` bytes apart. */
export interface Masks {
  readonly at: number
  readonly stride: number
}

/** How the engine runs one block of 16 neurons of a kind through the whole window. */
export interface NeuronKernel {
  /** Numbers that the kernel wants in memory (filter taps); their address comes back as `table`. */
  readonly table: Float32Array
  /** Input (overwritten freely) to surrogate derivatives with the spike in the sign bit, in `out`, and to spikes. */
  forward(k: Kernels, input: number, out: number, steps: number, masks: Masks, table: number): void
  /** Gradient of spikes to gradient of input, in `out`. */
  backward(k: Kernels, slopes: number, spikeGradient: number, out: number, steps: number, table: number): void
  /** Whether `input` and `out` of `forward` are to be the same place. */
  readonly inPlace: boolean
}

/** The event-engine form of a neuron, at a step of `dt` ms. */
export function neuronKernel(neuron: Neuron, dt: number): NeuronKernel {
  switch (neuron.kind) {
    case "srmAlpha":
      return srmAlphaKernel(neuron, dt)
    case "cubaLif":
      return cubaLifKernel(neuron, dt)
  }
}
