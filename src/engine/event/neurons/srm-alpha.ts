import { alphaTaps, type SrmAlpha, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/** Equations in src/network/neuron.ts; kernels in assembly/srm-alpha.ts. */
export function srmAlphaKernel(neuron: SrmAlpha, dt: number): NeuronKernel {
  const { threshold, refractoryScale, cut } = neuron
  const { kind, width, scale } = neuron.surrogate
  const surrogate = surrogateKinds.indexOf(kind)
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
    forward(k, input, out, steps, { at, stride }, taps) {
      if (cut) k.filterForward(input, out, steps, taps, table.length)
      else k.alphaForward(input, out, steps, decay, height)
      const length = Math.min(steps, refractoryLength)
      const [d, h] = [refractoryDecay, refractoryHeight]
      k.refractory(surrogate, out, steps, threshold, d, h, length, width, scale, at, stride)
    },
    backward(k, slopes, spikeGradient, out, steps, taps) {
      if (!cut) return k.alphaBackward(slopes, spikeGradient, out, steps, decay, height)
      k.membraneGradient(slopes, spikeGradient, out, steps)
      k.filterBackward(out, steps, taps, table.length)
    },
  }
}
