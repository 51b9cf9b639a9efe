import { type AdaptiveLif, type CubaLif, type Lif, surrogateKinds } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"
import { slopeNumbers } from "./slope.js"
import { slopeOfLeft, tracedKernel } from "./traced.js"

/** Equations in src/network/neurons/cuba-lif.ts; kernels in assembly/cuba-lif.ts and assembly/traced/lif.ts. */
export function cubaLifKernel(neuron: CubaLif, dt: number): NeuronKernel {
  if (isTraced(neuron)) return tracedLifKernel(neuron, dt, ({ tauSynapse }) => tauSynapse)
  return cubaLifKernelOf(neuron, Math.exp(-dt / neuron.tauMembrane), Math.exp(-dt / neuron.tauSynapse))
}

/** Whether its gradient takes more than the slopes of spikes. */
export const isTraced = ({ trainTau, resetGradient = 0 }: CubaLif | Lif | AdaptiveLif): boolean =>
  trainTau !== undefined || resetGradient > 0

/** @param tauSynapse none where the current lasts no step */
export function tracedLifKernel<N extends CubaLif | Lif>(
  neuron: N,
  dt: number,
  tauSynapse?: (neuron: N) => number,
): NeuronKernel {
  return tracedKernel(
    neuron,
    (k, { table, slopes, trace, state }, { from, to }) => k.tracedLifForward(table, slopes, trace, from, to, state),
    (k, { slopes, trace, spikeGradient, inputGradient, state, table, rowGradient }, { from, to, steps }) =>
      k.tracedLifBackward(slopes, trace, spikeGradient, inputGradient, from, to, steps, state, table, rowGradient),
    {
      rows(neuron) {
        const [a, b] = [neuron.tauMembrane, tauSynapse?.(neuron) ?? 0].map((tau) => Math.exp(-dt / tau))
        return [a, b, neuron.reset === "soft" ? a * neuron.threshold : 0]
      },
      gradientRows: 2,
      gradient(neuron, [a, b]) {
        const membrane = a * slopeOfLeft(neuron.tauMembrane, dt)
        return tauSynapse ? [membrane, b * slopeOfLeft(tauSynapse(neuron), dt)] : [membrane]
      },
    },
  )
}

/** @param current what is left of the current after a step */
export function cubaLifKernelOf(neuron: CubaLif | Lif, decay: number, current: number): NeuronKernel {
  const { threshold, reset } = neuron
  const surrogate = surrogateKinds.indexOf(neuron.surrogate.kind)
  const hard = reset === "hard" ? 1 : 0
  const fall = reset === "soft" ? decay * threshold : 0
  return {
    table: Float32Array.of(decay, current, threshold, fall, ...slopeNumbers(neuron.surrogate)),
    inPlace: true,
    whole: false,
    loop: { surrogate, hard },
    forward: (k, { slopes, masks, maskStride, state, table }, { from, to }) =>
      k.cubaLifForward(surrogate, hard, table, slopes, from, to, state, masks, maskStride),
    backward: (k, { slopes, spikeGradient, inputGradient, state, table }, { from, to, steps }) =>
      k.cubaLifBackward(slopes, spikeGradient, inputGradient, from, to, steps, state, table, hard),
    // biome-ignore format: as the kernels have them
    forwardAll: (k, { slopes, masks, maskStride, state, table }, { samples, apart, blocks, stride }, { from, to }) =>
      k.cubaLifForwardAll(samples, apart, blocks, stride, surrogate, hard, table, slopes, from, to, state, masks, maskStride),
    // biome-ignore format: as the kernels have them
    backwardAll(k, { slopes, spikeGradient, inputGradient, state, table }, all, { from, to, steps }) {
      const { samples, apart, blocks, stride, gradientStride } = all
      k.cubaLifBackwardAll(samples, apart, blocks, stride, gradientStride, slopes, spikeGradient, inputGradient, from, to, steps,
        state, table, hard)
    },
  }
}
