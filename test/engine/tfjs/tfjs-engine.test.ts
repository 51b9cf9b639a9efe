import assert from "node:assert/strict"
import test from "node:test"
import type { Loss } from "../../../src/engine/engine.js"
import { type Backend, tensorflow, tfjsEngine } from "../../../src/engine/tfjs/index.js"
import { axonal, cubaLif, type Network, srmAlpha } from "../../../src/network/index.js"
import { delays, neurons } from "../agreement/combinations.js"
import { compareWithReference, relativeError } from "../agreement/compare.js"
import { reference } from "../reference.js"
import { small } from "../small-network.js"

const crossEntropy: Loss = { kind: "crossEntropy", scale: 0.3 }
const spikeRate: Loss = { kind: "spikeRate", correct: 0.2, wrong: 0.02 }

for (const [delayName, delay] of delays) {
  test(`tfjsEngine gives the plain loops' spikes and gradients for every neuron and surrogate, ${delayName}`, async (t) => {
    for (const [name, neuron] of neurons) {
      const example = small(neuron, { delay })
      const engine = await tfjsEngine(example.net)
      await t.test(name, () => void compareWithReference(engine, example, crossEntropy))
    }
  })
}

test("tfjsEngine gives the plain loops' gradients without weight normalisation and for the spike-rate loss", async () => {
  for (const neuron of [srmAlpha({ tau: 2, refractoryScale: 2 }), cubaLif({ tauMembrane: 6, tauSynapse: 3 })]) {
    const example = small(neuron, { weightNorm: false, delay: axonal({ max: 8 }) })
    compareWithReference(await tfjsEngine(example.net), example, spikeRate)
  }
})

test("tfjsEngine records the plain loops' spikes of every population", async () => {
  const { net, data, samples } = small(srmAlpha(), { delay: axonal({ max: 8 }) })
  const engine = await tfjsEngine(net)
  const { traces } = reference(net, net.parameters, data, samples, crossEntropy)
  const recorded = engine.record(net.parameters, data, [4, 0])
  assert.deepEqual(
    recorded.map(({ name, unitCount, steps }) => [name, unitCount, steps]),
    net.populations.map(({ name, size }) => [name, size, net.steps]),
  )
  for (const [p, spikes] of recorded.entries()) {
    const expected = [4, 0].flatMap((s) => traces[s].spikes[p].flat())
    assert.deepEqual([...spikes.dense()], expected, spikes.name)
  }
})

test("tfjsEngine's forward pass over many samples is the sum of its parts", async () => {
  const { net, data } = small(cubaLif({ tauMembrane: 6, tauSynapse: 3 }), { delay: axonal({ max: 14 }) })
  const engine = await tfjsEngine(net)
  const many = Array.from({ length: 70 }, (_, k) => k % 5)
  const once = engine.forward(net.parameters, data, [0, 1, 2, 3, 4])
  const all = engine.forward(net.parameters, data, many)
  assert.deepEqual([...all.outputCounts.slice(0, 15)], [...once.outputCounts])
  assert.equal(all.lostSpikes, once.lostSpikes * 14)
  for (const [p, rate] of all.rates.entries()) assert.ok(Math.abs(rate - once.rates[p]) < 1e-7)
})

test("tfjsEngine leaves no tensor behind", async () => {
  const tf = await tensorflow()
  const { net, data, samples } = small(srmAlpha({ cut: true }), { delay: axonal({ max: 8 }) })
  const engine = await tfjsEngine(net)
  const before = tf.memory().numTensors
  engine.gradients(net.parameters, data, samples, crossEntropy)
  engine.forward(net.parameters, data, samples)
  engine.record(net.parameters, data, samples)
  assert.throws(() => engine.gradients(net.parameters.slice(1), data, samples, crossEntropy))
  assert.equal(tf.memory().numTensors, before)
})

for (const backend of ["cpu", "wasm"] as const) {
  test(`the ${backend} backend means the same as the best one`, async () => {
    const { net, data, samples } = small(srmAlpha(), { delay: axonal({ max: 8 }) })
    const best = (await tfjsEngine(net)).gradients(net.parameters, data, samples, crossEntropy)
    const present = (await tensorflow()).getBackend() as Backend
    try {
      const engine = await tfjsEngine(net, { backend })
      assert.equal(engine.backend, backend)
      const other = engine.gradients(net.parameters, data, samples, crossEntropy)
      assert.deepEqual(other.outputCounts, best.outputCounts)
      for (const [c, { weights, gains, delaySteps }] of other.gradients.entries()) {
        const wanted = best.gradients[c]
        assert.ok(relativeError(weights, wanted.weights) < 1e-5)
        assert.ok(relativeError(gains!, wanted.gains!) < 1e-5)
        assert.ok(relativeError(delaySteps!, wanted.delaySteps!) < 1e-5)
      }
    } finally {
      await tensorflow(present)
    }
  })
}

test("tfjsEngine refuses what it cannot run, and says why", async () => {
  const { net, data, samples } = small(srmAlpha())
  const { parameters } = net
  const alone: Network = { ...net, parameters: undefined, connections: net.connections.slice(1) }
  await assert.rejects(() => tfjsEngine(alone), /no connection leads to population "hidden1"/)
  const misspelt = { probes: {} } as object
  await assert.rejects(() => tfjsEngine(net, misspelt), /tfjsEngine: option "probes" .*did you mean "probe"\?/)
  const engine = await tfjsEngine(net)
  assert.throws(
    () => engine.forward(parameters, data.with({ unitCount: 20 }), samples),
    /9 inputs and "spikes" has 20 units/,
  )
  assert.throws(
    () => engine.forward(parameters, data.with({ dt: 2 }), samples),
    /20 steps of 2 ms; the network runs 25 of 1 ms/,
  )
  const delayed = small(srmAlpha(), { delay: axonal({ max: 8 }) })
  const other = await tfjsEngine(delayed.net)
  assert.throws(() => other.forward(parameters, data, samples), /input -> hidden1 needs 9 delays \(axonal\) and has 0/)
})
