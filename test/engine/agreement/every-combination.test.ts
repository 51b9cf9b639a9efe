import assert from "node:assert/strict"
import { test } from "node:test"
import type { Loss } from "../../../src/engine/engine.js"
import { eventEngine } from "../../../src/engine/event/index.js"
import { tfjsEngine } from "../../../src/engine/tfjs/index.js"
import {
  adaptiveLif,
  axonal,
  cubaLif,
  type Delay,
  dendritic,
  isSpread,
  lif,
  pspFilter,
  type Reset,
  type SpikingNeuron,
  type Surrogate,
  srmAlpha,
  surrogate,
  surrogateKinds,
  synaptic,
  tcLif,
  tensorKinds,
} from "../../../src/network/index.js"
import { centralDifference } from "../central-difference.js"
import { type Numbers, reference, smoothLoss } from "../reference.js"
import { type Small, small } from "../small-network.js"
import { compareGradients } from "./compare.js"

/** What spikes leave: of spike-response neurons the size of their refractory response, the paper's, ours and none. */
const resets: readonly Reset[] = ["hard", "soft", "none"]
const refractoryScale = { hard: 2, soft: 0.5, none: 0 } as const

const neurons: Readonly<Record<string, (reset: Reset, surrogate: Surrogate) => SpikingNeuron>> = {
  lif: (reset, surrogate) => lif({ tauMembrane: 6, reset, surrogate }),
  cubaLif: (reset, surrogate) => cubaLif({ tauMembrane: 6, tauSynapse: 3, reset, surrogate }),
  "adaptiveLif by a current": (reset, surrogate) =>
    adaptiveLif({ tauMembrane: 6, tauAdaptation: 11, coupling: 0.8, jump: 0.3, reset, surrogate }),
  "adaptiveLif by its threshold": (reset, surrogate) =>
    adaptiveLif({ adapts: "threshold", tauMembrane: 5, tauAdaptation: 9, coupling: 0.2, reset, surrogate }),
  tcLif: (reset, surrogate) => tcLif({ beta1: 0.4, beta2: 0.3, gamma: 0.4, reset, surrogate }),
  srmAlpha: (reset, surrogate) => srmAlpha({ tau: 1.5, refractoryScale: refractoryScale[reset], surrogate }),
  "srmAlpha with taps": (reset, surrogate) =>
    srmAlpha({ psp: pspFilter({ taps: 6, tau: 2 }), refractoryScale: refractoryScale[reset], surrogate }),
}

const delays: readonly [string, Delay | undefined][] = [
  ["no delays", undefined],
  ...Object.entries({ axonal, dendritic, synaptic }).flatMap(([kind, make]): [string, Delay][] => [
    [`fixed ${kind} delays`, make({ max: 5, start: [0, 5], trained: false })],
    ...(["difference", "interpolation", "gaussian"] as const).map((gradient): [string, Delay] => [
      `${kind} delays trained by ${gradient}`,
      make({ max: 5, start: [0, 5], gradient }),
    ]),
  ]),
]

const loss: Loss = { kind: "crossEntropy", scale: 0.3 }
const pass = { widthSteps: 0.8 }

for (const [name, neuronOf] of Object.entries(neurons)) {
  for (const [delayName, delay] of delays) {
    test(`${name} with ${delayName}, each surrogate and each reset: both engines give the same spikes and gradients, and finite differences`, async () => {
      for (const [n, kind] of surrogateKinds.entries()) {
        for (const reset of resets) {
          const neuron = neuronOf(reset, surrogate(kind, { width: 0.8, scale: 0.9 }))
          const weightNorm = (n + resets.indexOf(reset)) % 2 === 0
          const example = small(neuron, { delay, weightNorm, sizes: [5, 4, 3], steps: 14, seed: 1 + n })
          await agree({ ...example, samples: [0, 1] }, `${kind}, ${reset} reset`)
        }
      }
    })
  }
}

async function agree({ net, data, samples }: Small, place: string): Promise<void> {
  const tfjs = await tfjsEngine(net, { backend: "cpu" })
  const event = eventEngine(net, { threads: 1, shards: 1 })
  const [expected, got] = [tfjs, event].map((engine) => engine.gradients(net.parameters, data, samples, loss, pass))
  assert.deepEqual([...got.outputCounts], [...expected.outputCounts], `${place}: output`)
  compareGradients(got.gradients, expected.gradients, () => 0, place)
  assert.ok(
    got.gradients.every(({ weights }) => weights.some(Boolean)),
    `${place}: each connection has a gradient`,
  )
  const at: Numbers[] = net.parameters.map((p) => ({ ...p }))
  const { traces } = reference(net, at, data, samples, loss, pass)
  const sent = event.record(net.parameters, data, samples)
  // spikes are recorded as they fall where delays are sharp
  const sharp = net.connections.some(({ delay }) => delay && isSpread(delay))
    ? reference(net, at, data, samples, loss).traces
    : traces
  net.populations.forEach(({ name }, p) => {
    const spikes = sharp.flatMap(({ spikes }) =>
      spikes[p].flatMap((row, t) => row.flatMap((s, k) => (s ? [[t, k]] : []))),
    )
    const found = Array.from(sent[p].times, (t, k) => [t, sent[p].units[k]])
    assert.deepEqual(found, spikes, `${place}: spikes of ${name}`)
    assert.equal(Math.round(got.rates[p] * 1e6), Math.round(expected.rates[p] * 1e6), `${place}: rate of ${name}`)
  })
  const f = smoothLoss(net, at, traces, data, samples, loss, pass)
  for (const [c, slopes] of got.gradients.entries()) {
    for (const key of tensorKinds) {
      const gradient = slopes[key]
      if (!gradient || (key === "delaySteps" && !net.connections[c].delay!.trained)) continue
      const largest = Math.max(...gradient.map(Math.abs))
      const steepest = gradient.findIndex((value) => Math.abs(value) === largest)
      const slope = centralDifference(f, at, c, key, steepest, 1e-5 / Math.max(1, largest))
      assert.ok(
        Math.abs(slope - gradient[steepest]) <= 1e-4 * largest + 1e-10,
        `${place}: ${key} ${steepest} of ${c}: ${slope}, ${gradient[steepest]}`,
      )
    }
  }
}
