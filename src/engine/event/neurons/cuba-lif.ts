import { type CubaLif, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/** Equations in src/network/neuron.ts; kernels in assembly/cuba-lif.ts. */
export function cubaLifKernel(neuron: CubaLif, dt: number): NeuronKernel {
  const { tauMembrane, tauSynapse, threshold, reset } = neuron
  const { kind, width, scale } = neuron.surrogate
  const surrogate = surrogateKinds.indexOf(kind)
  const decay = Math.exp(-dt / tauMembrane)
  const hard = reset === "hard" ? 1 : 0
  const fall = reset === "soft" ? decay * threshold : 0
  return {
    table: Float32Array.of(decay, Math.exp(-dt / tauSynapse), threshold, fall, 1 / width, scale),
    inPlace: true,
    whole: false,
    forward: (k, { slopes, masks, maskStride, state, table }, { from, to }) =>
      k.cubaLifForward(surrogate, hard, table, slopes, from, to, state, masks, maskStride),
    backward: (k, { slopes, spikeGradient, inputGradient, state, table }, { from, to, steps }) =>
      k.cubaLifBackward(slopes, spikeGradient, inputGradient, from, to, steps, state, table, hard),
  }
}
