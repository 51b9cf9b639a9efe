import {
  adaptiveLif,
  axonal,
  type CubaLif,
  cubaLif,
  type Delay,
  dendritic,
  dense,
  exponential,
  fastSigmoid,
  type LayerOptions,
  type Network,
  network,
  pspFilter,
  readout,
  type SpikingNeuron,
  srmAlpha,
  surrogate,
  synaptic,
  tcLif,
} from "../../src/network/index.js"
import type { SpikeDataset } from "../../src/spikes/index.js"
import { initialise, shrinkingWidth } from "../../src/train/index.js"
import { problem, problemSize } from "../problem.js"
import { timeSteps } from "../time-step.js"
import type { Findings } from "./part.js"

const plainNeuron = (options: Partial<CubaLif> = {}) =>
  cubaLif({ tauMembrane: 20, tauSynapse: 10, reset: "hard", surrogate: fastSigmoid(10), ...options })

/** Gaussian delays' width, the same in all epochs. */
const width = shrinkingWidth({ from: 2, to: 2 })

interface Variant {
  name: string
  net: (data: SpikeDataset) => Network
  /** Whether taps are timed as training leaves them: start taps are worked out without a sum over them, which holds for no other. */
  moved?: boolean
}

function variants(steps: number): Variant[] {
  const chain =
    (neuron: SpikingNeuron, delay?: Delay, options: LayerOptions = {}, inputDelay?: Delay) =>
    (data: SpikeDataset) => {
      const plain = { weightNorm: false, ...options }
      const layers = [dense(128, neuron, delay, plain), dense(128, neuron, delay, plain)]
      return network(data, [...layers, readout(neuron, { weightNorm: false })], { inputDelay })
    }
  const max = 0.2 * steps
  const lif = plainNeuron()
  const filtered = (trained: boolean) =>
    srmAlpha({ psp: pspFilter({ taps: 50, tau: 10, trained }), surrogate: fastSigmoid(10) })
  return [
    { name: "plain chain", net: chain(lif) },
    { name: "fixed delays of both hidden layers", net: chain(lif, axonal({ max, trained: false })) },
    { name: "trained delays of both hidden layers", net: chain(lif, axonal({ max })) },
    { name: "trained delays of inputs and hidden layers", net: chain(lif, axonal({ max }), {}, axonal({ max })) },
    { name: "trained delays of their dendrites", net: chain(lif, dendritic({ max })) },
    {
      name: "the same of axons, Gaussians of a width of 2 steps",
      net: chain(lif, axonal({ max, gradient: "gaussian" })),
    },
    { name: "trained delays of each pair of neurons", net: chain(lif, synaptic({ max })) },
    { name: "both hidden layers recurrent", net: chain(lif, undefined, { recurrent: true }) },
    { name: "weight norm", net: chain(lif, undefined, { weightNorm: true }) },
    { name: "time constants trained, one each", net: chain(plainNeuron({ trainTau: "each" })) },
    { name: "gradient through the reset", net: chain(plainNeuron({ resetGradient: 0.5 })) },
    { name: "adaptive LIF", net: chain(adaptiveLif({ surrogate: fastSigmoid(10) })) },
    {
      name: "adaptive LIF, time constants trained",
      net: chain(adaptiveLif({ trainTau: "each", surrogate: fastSigmoid(10) })),
    },
    { name: "TC-LIF", net: chain(tcLif({ surrogate: fastSigmoid(10) })) },
    { name: "TC-LIF, betas trained", net: chain(tcLif({ trainBeta: "each", surrogate: fastSigmoid(10) })) },
    {
      name: "SRM-alpha, tau trained",
      net: chain(srmAlpha({ tau: 10, tauRefractory: 10, trainTau: "each", surrogate: fastSigmoid(10) })),
    },
    { name: "SRM-alpha", net: chain(srmAlpha({ tau: 10, tauRefractory: 10, surrogate: fastSigmoid(10) })) },
    { name: "SRM, filter of 50 fixed taps", net: chain(filtered(false)) },
    { name: "SRM, filter of 50 trained taps, at the start", net: chain(filtered(true)) },
    { name: "SRM, filter of 50 trained taps, from then on", net: chain(filtered(true)), moved: true },
    { name: "exponential surrogate", net: chain(plainNeuron({ surrogate: exponential(0.1) })) },
    { name: "triangle surrogate", net: chain(plainNeuron({ surrogate: surrogate("triangle", { width: 0.3 }) })) },
    { name: "rectangle surrogate", net: chain(plainNeuron({ surrogate: surrogate("rectangle", { width: 0.3 }) })) },
  ]
}

/** The network with each tap a hundredth larger or smaller. */
function withMovedTaps(net: Network): Network {
  const parameters = net.parameters!.map(({ taps, ...rest }) =>
    taps ? { ...rest, taps: taps.map((tap, k) => tap * (k % 3 === 0 ? 1.01 : 0.99)) } : rest,
  )
  return { ...net, parameters }
}

/** What a network's parts cost: a training step of each beside that of the plain chain, at equal rates on one core. */
export async function costs({ seconds }: { seconds: number }): Promise<Findings> {
  const windows = [
    { steps: 100, rate: 0.1 },
    { steps: 1000, rate: 0.025 },
  ]
  const columns = ["", ...windows.flatMap(({ steps }) => [`${steps} steps, ms`, "times plain"])]
  const rows: string[][] = variants(100).map(({ name }) => [name])
  const data: unknown[] = []
  for (const { steps, rate } of windows) {
    const { data: spikes } = problem(problemSize(700, steps), 1)
    let plain: number | undefined
    for (const [k, { name, net, moved }] of variants(steps).entries()) {
      try {
        const started = initialise(net(spikes), spikes, { seed: 1, rate })
        const { ms } = timeSteps(moved ? withMovedTaps(started) : started, spikes, {
          threads: 1,
          seconds,
          delayWidth: name.includes("Gaussian") ? width : undefined,
        })
        plain ??= ms
        rows[k].push(ms.toFixed(1), (ms / plain).toFixed(2))
        data.push({ name, steps, rate, ms, timesPlain: ms / plain })
      } catch (error) {
        console.log(`${name}, ${steps} steps: ${error instanceof Error ? error.message : error}`)
        rows[k].push("failed", "")
      }
    }
  }
  const table = {
    title: "What the parts of a network cost",
    note: "700-128-128-20, batch 128, exact, one core; every layer at the same rate (10 % at 100 steps, 2.5 % at 1000); delays up to a fifth of the window.",
    columns,
    rows,
  }
  return { tables: [table], data }
}
