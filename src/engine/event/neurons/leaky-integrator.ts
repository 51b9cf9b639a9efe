import type { LeakyIntegrator } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"
import { slopeOfLeft, tracedParts } from "./traced.js"

/**
 * Equation in src/network/neurons/leaky-integrator.ts; kernels in assembly/leaky-integrator.ts and assembly/traced/leaky-integrator.ts. Its membrane potentials stand where
 * other neurons have their slopes, and their gradient where others have that of their spikes.
 */
export function leakyIntegratorKernel(neuron: LeakyIntegrator, dt: number): NeuronKernel {
  if (neuron.trainTau) return tracedLeakKernel(neuron, dt)
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

const tracedLeakKernel = (neuron: LeakyIntegrator, dt: number): NeuronKernel => ({
  ...tracedParts(neuron, [], {
    rows: ({ tauMembrane }) => [Math.exp(-dt / tauMembrane)],
    gradientRows: 1,
    gradient: ({ tauMembrane }, [a]) => [a * slopeOfLeft(tauMembrane, dt)],
  }),
  inPlace: true,
  whole: false,
  read: neuron.read,
  forward: (k, { table, slopes, state }, { from, to }) => k.tracedLeakForward(table, slopes, from, to, state),
  backward: (k, { slopes, spikeGradient, inputGradient, state, table, rowGradient }, { from, to, steps }) =>
    k.tracedLeakBackward(slopes, spikeGradient, inputGradient, from, to, steps, state, table, rowGradient),
})
