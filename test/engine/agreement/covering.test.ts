import assert from "node:assert/strict"
import { test } from "node:test"
import type { GradientResult, Loss } from "../../../src/engine/engine.js"
import { eventEngine } from "../../../src/engine/event/index.js"
import { tfjsEngine } from "../../../src/engine/tfjs/index.js"
import {
  adaptiveLif,
  axonal,
  type ConnectOptions,
  cubaLif,
  type Delay,
  dendritic,
  leakyIntegrator,
  lif,
  type Neuron,
  pspFilter,
  type Reset,
  type SpikingNeuron,
  type Surrogate,
  srmAlpha,
  surrogate,
  surrogateKinds,
  synaptic,
  type Trained,
  tcLif,
  tensorKinds,
} from "../../../src/network/index.js"
import { centralDifference } from "../central-difference.js"
import { withConnections } from "../cyclic-network.js"
import { type Numbers, reference, smoothLoss } from "../reference.js"
import { type Small, small } from "../small-network.js"
import { compareGradients, compareWithReference } from "./compare.js"
import { coveringRows, pairsOf } from "./covering.js"

interface Common {
  readonly reset: Reset
  readonly surrogate: Surrogate
  readonly trainTau?: Trained
  readonly resetGradient: number
}

const neurons: Readonly<Record<string, (common: Common) => SpikingNeuron>> = {
  cubaLif: (common) => cubaLif({ tauMembrane: 6, tauSynapse: 3, threshold: 1.1, ...common }),
  lif: (common) => lif({ tauMembrane: 6, threshold: 1.1, ...common }),
  adaptiveLif: (common) => adaptiveLif({ tauMembrane: 6, tauAdaptation: 11, coupling: 0.8, jump: 0.3, ...common }),
  "adaptiveLif by its threshold": (common) =>
    adaptiveLif({ adapts: "threshold", tauMembrane: 5, tauAdaptation: 9, coupling: 0.2, jump: 0.4, ...common }),
  // resets are refractory responses there
  srmAlpha: ({ reset, resetGradient: _, ...common }) =>
    srmAlpha({ tau: 1.8, refractoryScale: refractory[reset], ...common }),
  tcLif: ({ trainTau, ...common }) => tcLif({ threshold: 1.1, ...common, ...(trainTau && { trainBeta: trainTau }) }),
  "srmAlpha with taps": ({ reset, surrogate }) =>
    srmAlpha({ psp: pspFilter({ taps: 9, tau: 3 }), refractoryScale: refractory[reset], surrogate }),
}
const refractory = { hard: 2, soft: 0.5, none: 0 } as const

const delays: Readonly<Record<string, Delay | undefined>> = {
  "no delays": undefined,
  ...Object.fromEntries(
    Object.entries({ axonal, dendritic, synaptic }).flatMap(([kind, make]) => [
      [`fixed ${kind} delays`, make({ max: 9, trained: false })],
      ...(["difference", "interpolation", "gaussian"] as const).map((gradient) => [
        `${kind} delays by ${gradient}`,
        make({ max: 14, start: [0, 12], gradient }),
      ]),
    ]),
  ),
}

const ends: Readonly<Record<string, { loss: Loss; output?: Neuron }>> = {
  "cross-entropy": { loss: { kind: "crossEntropy", scale: 0.3 } },
  "spike rate": { loss: { kind: "spikeRate", correct: 0.2, wrong: 0.02 } },
  "spike count": { loss: { kind: "spikeCount", correct: 6, wrong: 1 } },
  "spike probability": { loss: { kind: "spikeProbability", floor: 0.5 } },
  ...Object.fromEntries(
    (["maximum", "mean", "steps"] as const).map((read) => [
      `${read} of a membrane`,
      { loss: { kind: "crossEntropy", scale: 0.7 } as const, output: leakyIntegrator({ tauMembrane: 7, read }) },
    ]),
  ),
}

const graphs: Readonly<Record<string, readonly ConnectOptions[]>> = {
  "a chain": [],
  "a skip": [{ from: "input", to: "hidden2", delay: axonal({ max: 7 }) }],
  "a cycle": [{ from: "hidden2", to: "hidden1", latency: 2 }],
}

const factors = {
  neuron: Object.keys(neurons),
  surrogate: surrogateKinds,
  reset: ["hard", "soft", "none"] as const,
  delay: Object.keys(delays),
  end: Object.keys(ends),
  graph: Object.keys(graphs),
  hidden: [
    [7, 6],
    [6, 6, 5],
    [5, 6, 5, 4],
  ],
  weights: ["normalised", "plain"],
  taus: ["fixed", "shared", "each"] as const,
  resetGradient: [0, 0.4, 1],
}
const levels = Object.values(factors).map(({ length }) => length)
const rows = coveringRows(levels, 5)

test(`each pair of levels of ${Object.keys(factors).join(", ")} meets in one of the networks below`, () => {
  const met = new Set(rows.flatMap(pairsOf))
  const pairs = levels.reduce((sum, n, a) => sum + levels.slice(a + 1).reduce((part, m) => part + n * m, 0), 0)
  assert.equal(met.size, pairs)
  assert.ok(rows.length < 1.3 * 13 * 7, `${rows.length} networks`)
})

const pass = { widthSteps: 1.7 }

test("both engines give the plain loops' spikes and gradients, and finite differences, where any two of these meet", async (t) => {
  for (const [n, row] of rows.entries()) {
    const [neuronName, kind, reset, delay, end, graph, hidden, weights, taus, resetGradient] = Object.values(
      factors,
    ).map((values, k) => values[row[k]]) as [
      string,
      (typeof surrogateKinds)[number],
      Reset,
      string,
      string,
      string,
      number[],
      string,
      "fixed" | Trained,
      number,
    ]
    const trainTau = taus === "fixed" ? {} : { trainTau: taus }
    const shape = surrogate(kind, { width: 0.8, scale: 0.9 })
    const neuron = neurons[neuronName]({ reset, resetGradient, surrogate: shape, ...trainTau })
    const { loss, output } = ends[end]
    const drawn = (seed: number) => {
      const chain = small(neuron, {
        ...(output && { output: { ...output, ...trainTau } as Neuron }),
        delay: delays[delay],
        weightNorm: weights === "normalised",
        sizes: [9, ...hidden, 3],
        seed,
      })
      return withConnections({ ...chain, samples: [0, 1, 2] }, graphs[graph], 0.3)
    }
    const name = `${neuronName}, ${kind}, ${reset} reset, ${delay}, ${end}, ${graph} of ${hidden.length} layers, ${weights} weights, ${taus} taus, ${resetGradient} of the gradient through the reset`
    await t.test(name, async () => {
      let example = drawn(200 + n)
      let tfjs = await tfjsEngine(example.net)
      for (
        let seed = 1200 + n;
        !tells(tfjs.gradients(example.net.parameters, example.data, example.samples, loss, pass));
        seed += 1000
      ) {
        assert.ok(seed < 30_000, "none of 30 networks has enough of a gradient")
        example = drawn(seed)
        tfjs = await tfjsEngine(example.net)
      }
      const event = eventEngine(example.net, { threads: 1, shards: 1 })
      if (graph === "a cycle") agree(example, loss, [tfjs, event])
      else {
        for (const engine of [tfjs, event]) compareWithReference(engine, example, loss, pass)
        comparePartly(example, loss, event)
      }
      await event.close()
    })
  }
})

/**
 * Whether a network's numbers tell right from wrong: what trickles through the tail of a Gaussian, where the event engine cuts it, decides
 * neither a reading nor which gradients are there.
 */
function tells({ outputCounts, gradients }: GradientResult): boolean {
  const sizes = gradients.flatMap((tensors) =>
    tensorKinds.map((kind) => Math.max(...(tensors[kind] ?? []).map(Math.abs))),
  )
  const largest = Math.max(...sizes)
  return (
    [...outputCounts].every((score) => !(score > 0 && score < 1e-6)) &&
    sizes.every((size) => !(size > 0 && size < 1e-6 * largest))
  )
}

type Run = Pick<Awaited<ReturnType<typeof tfjsEngine>>, "record" | "gradients">

/** Asserts that two engines give the same spikes and gradients. */
function agree({ net, data, samples }: Small, loss: Loss, engines: readonly Run[]): void {
  const [wanted, sent] = engines.map((engine) =>
    engine.record(net.parameters, data, samples).map(({ times, units }) => [...times, ...units]),
  )
  assert.deepEqual(sent, wanted)
  const [expected, got] = engines.map((engine) => engine.gradients(net.parameters, data, samples, loss, pass))
  compareGradients(got.gradients, expected.gradients)
}

/** Asserts that an engine's gradient is the slope of the smooth loss, at the steepest place of each tensor. */
function comparePartly({ net, data }: Small, loss: Loss, engine: Run): void {
  const samples = [0]
  const at: Numbers[] = net.parameters.map((p) => ({ ...p }))
  const { traces } = reference(net, at, data, samples, loss, pass)
  const f = smoothLoss(net, at, traces, data, samples, loss, pass)
  const { gradients } = engine.gradients(net.parameters, data, samples, loss, pass)
  for (const [c, slopes] of gradients.entries()) {
    for (const key of tensorKinds) {
      const gradient = slopes[key]
      if (!gradient || (key === "delaySteps" && !net.connections[c].delay!.trained)) continue
      const largest = Math.max(...gradient.map(Math.abs))
      const k = gradient.findIndex((value) => Math.abs(value) === largest)
      // straight through several layers a loss bends much within 1e-5
      const slope = centralDifference(f, at, c, key, k, 1e-5 / Math.max(1, largest))
      // 1e-10: what a difference over 1e-5 keeps of the last bits of a loss of about 1
      assert.ok(
        Math.abs(slope - gradient[k]) <= 1e-4 * largest + 1e-10,
        `${key} ${k} of ${c}: ${slope}, ${gradient[k]}`,
      )
    }
  }
}
