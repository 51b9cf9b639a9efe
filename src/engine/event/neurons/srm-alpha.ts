import { alphaTaps, type SrmAlpha, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"

/** A cut further away than any window. */
const never = 1e6

/** Numbers of the refractory response at the start of the table, before the taps. */
const taken = 6

/** Equations in src/network/neurons/srm-alpha.ts; kernels in assembly/srm-alpha.ts. */
export function srmAlphaKernel(neuron: SrmAlpha, dt: number): NeuronKernel {
  const { threshold, refractoryScale, cut } = neuron
  const { kind, width, scale } = neuron.surrogate
  const surrogate = surrogateKinds.indexOf(kind)
  const tau = (neuron.tau ?? dt) / dt
  const tauRefractory = (neuron.tauRefractory ?? 2 * dt) / dt
  const decay = Math.exp(-1 / tau)
  const height = Math.E / tau
  const taps = cut ? alphaTaps(tau) : new Float32Array(0)
  const response = [
    Math.exp(-1 / tauRefractory),
    (refractoryScale * threshold * Math.E) / tauRefractory,
    threshold,
    1 / width,
    scale,
    cut ? alphaTaps(tauRefractory).length : never,
  ]
  return {
    table: Float32Array.from([...response, ...taps]),
    inPlace: false,
    // a filter looks at steps of another stretch
    whole: cut,
    forward(k, { input, slopes, masks, maskStride, state, table }, { from, to, steps }) {
      if (cut) k.filterForward(input, slopes, steps, table + 4 * taken, taps.length)
      else k.alphaForward(input, slopes, from, to, state, decay, height)
      k.refractory(surrogate, table, slopes, from, to, state + 128, masks, maskStride)
    },
    backward(k, { slopes, spikeGradient, inputGradient, state, table }, { from, to, steps }) {
      if (!cut) return k.alphaBackward(slopes, spikeGradient, inputGradient, from, to, steps, state, decay, height)
      k.membraneGradient(slopes, spikeGradient, inputGradient, steps)
      k.filterBackward(inputGradient, steps, table + 4 * taken, taps.length)
    },
  }
}
