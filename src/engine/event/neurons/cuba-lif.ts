import { type CubaLif, type Lif, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"
import { slopeNumbers } from "./slope.js"

/** Equations in src/network/neurons/cuba-lif.ts; kernels in assembly/cuba-lif.ts. */
export const cubaLifKernel = (neuron: CubaLif, dt: number): NeuronKernel =>
  cubaLifKernelOf(neuron, Math.exp(-dt / neuron.tauMembrane), Math.exp(-dt / neuron.tauSynapse))

/** @param current what is left of the current after a step */
export function cubaLifKernelOf(neuron: CubaLif | Lif, decay: number, current: number): NeuronKernel {
  const { threshold, reset } = neuron
  const surrogate = surrogateKinds.indexOf(neuron.surrogate.kind)
  const hard = reset === "hard" ? 1 : 0
  const fall = reset === "soft" ? decay * threshold : 0
  return {
    table: Float32Array.of(decay, current, threshold, fall, ...slopeNumbers(neuron.surrogate)),
    inPlace: true,
    whole: false,
    forward: (k, { slopes, masks, maskStride, state, table }, { from, to }) =>
      k.cubaLifForward(surrogate, hard, table, slopes, from, to, state, masks, maskStride),
    backward: (k, { slopes, spikeGradient, inputGradient, state, table }, { from, to, steps }) =>
      k.cubaLifBackward(slopes, spikeGradient, inputGradient, from, to, steps, state, table, hard),
  }
}
