import { alphaTaps, type SrmAlpha } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/** Equations in src/network/neuron.ts; kernels in assembly/srm-alpha.ts. */
export function srmAlphaKernel(neuron: SrmAlpha, dt: number): NeuronKernel {
  const { threshold, refractoryScale, cut } = neuron
  const tau = (neuron.tau ?? dt) / dt
  const tauRefractory = (neuron.tauRefractory ?? 2 * dt) / dt
  const decay = Math.exp(-1 / tau)
  const height = Math.E / tau
  const table = cut ? alphaTaps(tau) : new Float32Array(0)
  const refractoryDecay = Math.exp(-1 / tauRefractory)
  const refractoryHeight = (refractoryScale * threshold * Math.E) / tauRefractory
  const refractoryLength = cut ? alphaTaps(tauRefractory).length : Number.POSITIVE_INFINITY
  return {
    table,
    inPlace: false,
    forward(k, input, out, steps, taps) {
      if (cut) k.filterForward(input, out, steps, taps, table.length)
      else k.alphaForward(input, out, steps, decay, height)
      if (refractoryScale !== 0) {
        k.refractory(out, steps, threshold, refractoryDecay, refractoryHeight, Math.min(steps, refractoryLength))
      }
    },
    backward(k, slopes, spikeGradient, out, steps, state, taps) {
      k.membraneGradient(slopes, spikeGradient, out, 0, steps)
      if (cut) k.filterBackward(out, steps, taps, table.length)
      else k.alphaBackward(out, 0, steps, state, decay, height)
    },
  }
}
