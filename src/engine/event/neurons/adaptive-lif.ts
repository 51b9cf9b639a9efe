import { type AdaptiveLif, surrogateKinds } from "../../../network/index.js"
import { isTraced } from "./cuba-lif.js"
import type { NeuronKernel } from "./neuron-kernel.js"
import { slopeNumbers } from "./slope.js"
import { slopeOfLeft, tracedKernel } from "./traced.js"

/** Equations in src/network/neurons/adaptive-lif.ts; kernels in assembly/adaptive-lif.ts and assembly/traced/adaptive-lif.ts. */
export function adaptiveLifKernel(neuron: AdaptiveLif, dt: number): NeuronKernel {
  if (isTraced(neuron)) return tracedAdaptiveKernel(neuron, dt)
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

function tracedAdaptiveKernel(neuron: AdaptiveLif, dt: number): NeuronKernel {
  const { adapts, coupling, jump } = neuron
  const byCurrent = adapts === "current" ? 1 : 0
  return tracedKernel(
    neuron,
    (k, { table, slopes, trace, state }, { from, to }) =>
      k.tracedAdaptiveForward(table, slopes, trace, from, to, state),
    (k, { slopes, trace, spikeGradient, inputGradient, state, table, rowGradient }, { from, to, steps }) =>
      k.tracedAdaptiveBackward(slopes, trace, spikeGradient, inputGradient, from, to, steps, state, table, rowGradient),
    {
      numbers: [1 - byCurrent, jump, coupling, byCurrent],
      rows({ tauMembrane, tauAdaptation }) {
        const [a, b] = [tauMembrane, tauAdaptation].map((tau) => Math.exp(-dt / tau))
        return [a, b, byCurrent * (1 - a), (1 - b) * coupling]
      },
      gradientRows: 2,
      gradient: ({ tauMembrane, tauAdaptation }, [a, b]) => [
        a * slopeOfLeft(tauMembrane, dt),
        b * slopeOfLeft(tauAdaptation, dt),
      ],
    },
  )
}
