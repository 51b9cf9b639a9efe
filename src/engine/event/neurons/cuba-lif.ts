import { type CubaLif, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/** Equations in src/network/neuron.ts; kernels in assembly/cuba-lif.ts. */
export function cubaLifKernel(neuron: CubaLif, dt: number): NeuronKernel {
  const { tauMembrane, tauSynapse, threshold, reset } = neuron
  const { kind, width, scale } = neuron.surrogate
  const surrogate = surrogateKinds.indexOf(kind)
  const decay = Math.exp(-dt / tauMembrane)
  const synapse = Math.exp(-dt / tauSynapse)
  const hard = reset === "hard" ? 1 : 0
  const drop = reset === "soft" ? threshold : 0
  return {
    table: new Float32Array(0),
    inPlace: true,
    forward: (k, _input, out, steps, { at, stride }) =>
      k.cubaLifForward(surrogate, hard, out, steps, decay, synapse, threshold, drop, width, scale, at, stride),
    backward: (k, slopes, spikeGradient, out, steps) =>
      k.cubaLifBackward(slopes, spikeGradient, out, steps, decay, synapse, hard),
  }
}
