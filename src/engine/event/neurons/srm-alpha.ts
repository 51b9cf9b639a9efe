import { alphaTaps, type SrmAlpha, startTaps, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"
import { recursionLength, recursionOf } from "./recursion.js"
import { slopeNumbers } from "./slope.js"
import { slopeOfLeft, tracedParts } from "./traced.js"

/** A cut further away than any window. */
const never = 1e6

/** Where the taps' recursion stands in the table, behind the refractory response's numbers. */
const recursionPlace = 6

/** Where taps stand; three zeros before them and behind, as the filter wants. */
const taken = recursionPlace + recursionLength + 3

/** Equations in src/network/neurons/srm-alpha.ts; kernels in assembly/alpha.ts, assembly/filter.ts, assembly/refractory.ts and assembly/traced/alpha.ts. */
export function srmAlphaKernel(neuron: SrmAlpha, dt: number): NeuronKernel {
  const { threshold, refractoryScale, cut, psp } = neuron
  const surrogate = surrogateKinds.indexOf(neuron.surrogate.kind)
  const tau = (neuron.tau ?? dt) / dt
  const tauRefractory = (neuron.tauRefractory ?? 2 * dt) / dt
  const decay = Math.exp(-1 / tau)
  const height = Math.E / tau
  const count = psp ? psp.taps : cut ? alphaTaps(tau).length : 0
  const taps = psp ? startTaps(psp, dt) : cut ? alphaTaps(tau) : new Float32Array(0)
  const shape = psp?.shape ?? "alpha"
  const tapDecay = psp ? Math.exp(-dt / psp.tau) : decay
  const recursion = (of: Float32Array) => recursionOf(of, shape, tapDecay)
  const response = [
    Math.exp(-1 / tauRefractory),
    (refractoryScale * threshold * Math.E) / tauRefractory,
    threshold,
    ...slopeNumbers(neuron.surrogate),
    cut ? alphaTaps(tauRefractory).length : never,
  ]
  if (neuron.trainTau) return tracedAlphaKernel(neuron, dt, response)
  return {
    table: Float32Array.from([...response, ...recursion(taps), 0, 0, 0, ...taps, 0, 0, 0]),
    inPlace: false,
    // a filter looks at steps of another stretch
    whole: count > 0,
    ...(psp && {
      filter: { place: taken, taps: count, trained: psp.trained, recursion: { place: recursionPlace, of: recursion } },
    }),
    forward(k, { input, slopes, masks, maskStride, state, table }, { from, to, steps }) {
      const [own, recursion] = [table + 4 * taken, table + 4 * recursionPlace]
      if (count > 0) k.filterForward(input, slopes, from, to, steps, own, count, state, recursion)
      else k.alphaForward(input, slopes, from, to, state, decay, height)
      k.refractory(surrogate, table, slopes, from, to, state + 128, masks, maskStride)
    },
    backward(k, { slopes, spikeGradient, inputGradient, state, table }, { from, to, steps }) {
      if (count === 0)
        return k.alphaBackward(slopes, spikeGradient, inputGradient, from, to, steps, state, decay, height)
      k.membraneGradient(slopes, spikeGradient, from, to)
      const [own, recursion] = [table + 4 * taken, table + 4 * recursionPlace]
      k.filterBackward(spikeGradient, inputGradient, from, to, steps, own, count, state, recursion)
    },
    ...(psp?.trained && {
      filterGradient: (k, { input, spikeGradient, tapGradient }, steps) =>
        k.tapGradient(input, spikeGradient, steps, tapGradient, count),
    }),
  }
}

/** @param response the table of its refractory response */
function tracedAlphaKernel(neuron: SrmAlpha, dt: number, response: readonly number[]): NeuronKernel {
  const surrogate = surrogateKinds.indexOf(neuron.surrogate.kind)
  const tauOf = ({ tau = dt }: SrmAlpha) => tau
  return {
    ...tracedParts(neuron, response, {
      rows: (own) => [Math.exp(-dt / tauOf(own)), (Math.E * dt) / tauOf(own)],
      gradientRows: 2,
      gradient: (own, [a, height]) => [a * slopeOfLeft(tauOf(own), dt) - (height * Math.E * dt) / tauOf(own) ** 2],
    }),
    inPlace: false,
    whole: false,
    traceBytes: 64,
    forward(k, { input, slopes, masks, maskStride, state, table, trace }, { from, to }) {
      k.tracedAlphaForward(table, input, slopes, trace, from, to, state)
      k.refractory(surrogate, table, slopes, from, to, state + 128, masks, maskStride)
    },
    backward: (k, { slopes, spikeGradient, inputGradient, state, table, trace, rowGradient }, { from, to, steps }) =>
      k.tracedAlphaBackward(slopes, trace, spikeGradient, inputGradient, from, to, steps, state, table, rowGradient),
  }
}
