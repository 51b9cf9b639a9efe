import { eventEngine } from "../../src/engine/index.js"
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
import { type Peak, peak } from "../peak.js"
import { batch, problem, problemSize } from "../problem.js"
import { timeSteps } from "../time-step.js"
import { filledSteps, leastTimes, sum } from "./least-time.js"
import type { Findings } from "./part.js"

const plainNeuron = (options: Partial<CubaLif> = {}) =>
  cubaLif({ tauMembrane: 20, tauSynapse: 10, reset: "hard", surrogate: fastSigmoid(10), ...options })

/** Gaussian delays' width, the same in all epochs. */
const widthSteps = 2
const width = shrinkingWidth({ from: widthSteps, to: widthSteps })

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
  const columns = ["", ...windows.flatMap(({ steps }) => [`${steps} steps, ms`, "times plain", "at least"])]
  const can = peak()
  const rows: string[][] = variants(100).map(({ name }) => [name])
  const data: unknown[] = []
  for (const { steps, rate } of windows) {
    const { data: spikes } = problem(problemSize(700, steps), 1)
    let plain: { ms: number; least: number } | undefined
    for (const [k, { name, net, moved }] of variants(steps).entries()) {
      try {
        const started = initialise(net(spikes), spikes, { seed: 1, rate })
        const delayWidth = name.includes("Gaussian") ? width : undefined
        const used = moved ? withMovedTaps(started) : started
        const { ms } = timeSteps(used, spikes, { threads: 1, seconds, delayWidth })
        const least = leastTime(used, spikes, can, delayWidth && widthSteps)
        plain ??= { ms, least }
        const atLeast = 1 + (least - plain.least) / plain.ms
        const further = atLeast > 1.005
        rows[k].push(ms.toFixed(1), (ms / plain.ms).toFixed(2), further ? atLeast.toFixed(2) : "")
        data.push({ name, steps, rate, ms, timesPlain: ms / plain.ms, ...(further && { atLeast }) })
      } catch (error) {
        console.log(`${name}, ${steps} steps: ${error instanceof Error ? error.message : error}`)
        rows[k].push("failed", "", "")
      }
    }
  }
  const table = {
    title: "What the parts of a network cost",
    note: "700-128-128-20, batch 128, exact, one core; every layer at the same rate (10 % at 100 steps, 2.5 % at 1000); delays up to a fifth of the window. At least: the plain chain's time and what further multiplications and sums of weights would take at this core's peak (as in the table above), were everything else free; empty where there are none.",
    columns,
    rows,
  }
  return { tables: [table], data }
}

/** The least time of a step at this core's peak (ms). */
function leastTime(net: Network, spikes: SpikeDataset, can: Peak, widthSteps = 0): number {
  const engine = eventEngine(net, { threads: 1 })
  const samples = Uint32Array.from({ length: batch }, (_, s) => s)
  const pass = widthSteps > 0 ? { widthSteps } : {}
  const { rates } = engine.forward(net.parameters!, spikes, samples, pass)
  const filled =
    widthSteps > 0 ? filledSteps(net, engine.record(net.parameters!, spikes, samples, pass), widthSteps) : []
  void engine.close()
  return sum(leastTimes(net, rates, can, { widthSteps, filled }).map(({ least }) => least))
}
