import type { LeakyIntegrator } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/**
 * Equation in src/network/neurons/leaky-integrator.ts; kernels in assembly/leaky-integrator.ts. Its membrane potentials stand where
 * other neurons have their slopes, and their gradient where others have that of their spikes.
 */
export function leakyIntegratorKernel(neuron: LeakyIntegrator, dt: number): NeuronKernel {
  const decay = Math.exp(-dt / neuron.tauMembrane)
  return {
    table: new Float32Array(0),
    inPlace: true,
    whole: false,
    read: neuron.read,
    forward: (k, { slopes, state }, { from, to }) => k.leakForward(slopes, from, to, state, decay),
    backward: (k, { spikeGradient, inputGradient, state }, { from, to, steps }) =>
      k.leakBackward(spikeGradient, inputGradient, from, to, steps, state, decay),
  }
}
