import { type AdaptiveLif, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"
import { slopeNumbers } from "./slope.js"

/** Equations in src/network/neurons/adaptive-lif.ts; kernels in assembly/adaptive-lif.ts. */
export function adaptiveLifKernel(neuron: AdaptiveLif, dt: number): NeuronKernel {
  const { threshold, reset, adapts, coupling, jump } = neuron
  const surrogate = surrogateKinds.indexOf(neuron.surrogate.kind)
  const membrane = Math.exp(-dt / neuron.tauMembrane)
  const adaptation = Math.exp(-dt / neuron.tauAdaptation)
  return {
    table: Float32Array.of(
      membrane,
      adaptation,
      threshold,
      reset === "soft" ? threshold : 0,
      ...slopeNumbers(neuron.surrogate),
      adapts === "current" ? 1 - membrane : 0,
      adapts === "threshold" ? 1 : 0,
      (1 - adaptation) * coupling,
      jump,
      reset === "hard" ? 1 : 0,
    ),
    inPlace: true,
    whole: false,
    forward: (k, { slopes, masks, maskStride, state, table }, { from, to }) =>
      k.adaptiveLifForward(surrogate, table, slopes, from, to, state, masks, maskStride),
    backward: (k, { slopes, spikeGradient, inputGradient, state, table }, { from, to, steps }) =>
      k.adaptiveLifBackward(slopes, spikeGradient, inputGradient, from, to, steps, state, table),
  }
}
