import type { CubaLif } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/** Equations in src/network/neuron.ts; kernels in assembly/cuba-lif.ts. */
export function cubaLifKernel({ tauMembrane, tauSynapse, threshold, reset }: CubaLif, dt: number): NeuronKernel {
  const decay = Math.exp(-dt / tauMembrane)
  const synapse = Math.exp(-dt / tauSynapse)
  const kept = reset === "hard" ? 0 : 1
  const drop = reset === "soft" ? threshold : 0
  return {
    table: new Float32Array(0),
    inPlace: true,
    forward: (k, _input, out, steps) => k.cubaLifForward(out, steps, decay, synapse, threshold, kept, drop),
    backward: (k, slopes, spikeGradient, out, steps, state) =>
      k.cubaLifBackward(slopes, spikeGradient, out, 0, steps, state, decay, synapse, kept),
  }
}
