import assert from "node:assert/strict"
import test from "node:test"
import type { Loss } from "../../../src/engine/engine.js"
import { eventEngine } from "../../../src/engine/event/index.js"
import {
  adaptiveLif,
  axonal,
  cubaLif,
  leakyIntegrator,
  lif,
  pspFilter,
  srmAlpha,
  tcLif,
} from "../../../src/network/index.js"
import { small } from "../small-network.js"
import { delays, neurons } from "./combinations.js"
import { compareWithReference, relativeError } from "./compare.js"
import { withEngines } from "./engines.js"

const losses: Loss[] = [
  { kind: "crossEntropy", scale: 0.3 },
  { kind: "spikeRate", correct: 0.2, wrong: 0.02 },
]

for (const loss of [
  { kind: "spikeCount", correct: 6, wrong: 1 },
  { kind: "spikeProbability", floor: 0.5 },
] as const) {
  test(`both engines give the plain loops' ${loss.kind} loss and its gradients`, async () => {
    const example = small(lif({ tauMembrane: 6 }), { delay: axonal({ max: 8 }) })
    await withEngines(example.net, (engine) => void compareWithReference(engine, example, loss))
  })
}

for (const read of ["maximum", "mean", "steps"] as const) {
  test(`both engines give the plain loops' cross-entropy of a leaky integrator's membrane (${read}) and its gradients`, async () => {
    for (const weightNorm of [true, false]) {
      const output = leakyIntegrator({ tauMembrane: 7, read, ...(weightNorm && { trainTau: "each" }) })
      const example = small(cubaLif({ tauMembrane: 6, tauSynapse: 3 }), {
        output,
        weightNorm,
        delay: axonal({ max: 8 }),
      })
      await withEngines(example.net, (engine) => {
        compareWithReference(engine, example, { kind: "crossEntropy", scale: 0.7 })
      })
    }
  })
}

for (const [delayName, delay] of delays) {
  test(`the event engine gives the plain loops' spikes and gradients for every neuron and surrogate, ${delayName}`, async (t) => {
    for (const [name, neuron] of neurons) {
      await t.test(name, async () => {
        for (const [k, weightNorm] of [true, false].entries()) {
          const example = small(neuron, { delay, weightNorm })
          const engine = eventEngine(example.net, { threads: 1 })
          compareWithReference(engine, example, losses[k])
          await engine.close()
        }
      })
    }
  })
}

for (const [name, neuron] of [
  ["srmAlpha", srmAlpha({ tau: 2, refractoryScale: 1 })],
  ["cubaLif", cubaLif({ tauMembrane: 8, tauSynapse: 4 })],
  ["srmAlpha with trained taps", srmAlpha({ psp: pspFilter({ taps: 30, tau: 8 }), refractoryScale: 1 })],
  ["lif", lif({ tauMembrane: 8 })],
  ["adaptiveLif", adaptiveLif({ tauMembrane: 8, tauAdaptation: 30 })],
  ["cubaLif with trained taus", cubaLif({ tauMembrane: 8, tauSynapse: 4, trainTau: "each" })],
  ["tcLif", tcLif({ trainBeta: "each", resetGradient: 1 })],
  ["srmAlpha with a trained tau", srmAlpha({ tau: 2, refractoryScale: 1, trainTau: "shared" })],
] as const) {
  test(`both engines agree where populations and the window fill no whole block (${name})`, async () => {
    const delay = axonal({ max: 30 })
    const { net, data, samples } = small(neuron, { sizes: [37, 33, 17, 5], steps: 157, delay })
    const results: { spikes: number[][]; gradients: Float32Array[] }[] = []
    await withEngines(net, (engine) => {
      const { gradients } = engine.gradients(net.parameters, data, samples, losses[0])
      results.push({
        spikes: engine.record(net.parameters, data, samples).map(({ times, units }) => [...times, ...units]),
        gradients: gradients.flatMap((g) => [
          g.weights,
          g.gains!,
          g.delaySteps!,
          ...[g.taps, g.constants].filter((tensor) => tensor !== undefined),
        ]),
      })
    })
    const [tfjs, event] = results
    assert.deepEqual(event.spikes, tfjs.spikes)
    for (const [k, gradient] of event.gradients.entries()) {
      const error = relativeError(gradient, tfjs.gradients[k])
      assert.ok(error < 1e-4, `tensor ${k}: relative error ${error}`)
    }
  })
}
