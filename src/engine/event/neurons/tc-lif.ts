import type { TcLif } from "../../../network/index.js"
import type { NeuronKernel } from "./neuron-kernel.js"
import { tracedKernel } from "./traced.js"

/** Equations in src/network/neurons/tc-lif.ts; kernels in assembly/traced/tc-lif.ts. */
export const tcLifKernel = (neuron: TcLif): NeuronKernel =>
  tracedKernel(
    neuron,
    (k, { table, slopes, trace, state }, { from, to }) => k.tracedTcLifForward(table, slopes, trace, from, to, state),
    (k, { slopes, trace, spikeGradient, inputGradient, state, table, rowGradient }, { from, to, steps }) =>
      k.tracedTcLifBackward(slopes, trace, spikeGradient, inputGradient, from, to, steps, state, table, rowGradient),
    {
      numbers: [neuron.gamma],
      rows: ({ beta1, beta2 }) => [beta1, beta2],
      gradientRows: 2,
      gradient: (_, sums) => sums,
    },
  )
