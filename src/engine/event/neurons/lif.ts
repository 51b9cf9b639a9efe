import type { Lif } from "../../../network/index.js"
import { cubaLifKernelOf, isTraced, tracedLifKernel } from "./cuba-lif.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/** Equations in src/network/neurons/lif.ts; the kernels are those of the current-based neuron, whose current lasts no step. */
export const lifKernel = (neuron: Lif, dt: number): NeuronKernel =>
  isTraced(neuron) ? tracedLifKernel(neuron, dt) : cubaLifKernelOf(neuron, Math.exp(-dt / neuron.tauMembrane), 0)
