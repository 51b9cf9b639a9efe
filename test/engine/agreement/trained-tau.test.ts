import assert from "node:assert/strict"
import { test } from "node:test"
import { eventEngine } from "../../../src/engine/index.js"
import {
  adaptiveLif,
  constantsOf,
  cubaLif,
  leakyIntegrator,
  lif,
  type Network,
  network,
  readout,
  type SpikingNeuron,
  srmAlpha,
  startConstants,
  tcLif,
} from "../../../src/network/index.js"
import { fromSamples } from "../../../src/spikes/index.js"
import { accuracy, adam, crossEntropy, fit } from "../../../src/train/index.js"
import { startState, update } from "../../../src/train/optimiser.js"
import { small } from "../small-network.js"
import { withEngines } from "./engines.js"

// One input that spikes at two steps: whether the second makes the output fire depends on what is left of the first.
const pair = fromSamples([{ times: [2, 10], units: [0, 0] }], {
  unitCount: 1,
  steps: 30,
  dt: 1,
  classNames: ["fire", "rest"],
  labels: Uint16Array.of(0),
})

for (const trainTau of ["shared", "each"] as const) {
  for (const [neuron, weight, spikes] of [
    [lif({ tauMembrane: 3, trainTau }), 0.7, 1],
    [lif({ tauMembrane: 60, trainTau }), 0.7, 0],
    [cubaLif({ tauMembrane: 3, tauSynapse: 2, trainTau }), 0.4, 1],
    [adaptiveLif({ tauMembrane: 3, tauAdaptation: 20, coupling: 0.2, trainTau }), 0.7, 1],
    [srmAlpha({ tau: 2, trainTau }), 0.8, 1],
    [tcLif({ beta1: 0.3, beta2: 0.05, trainBeta: trainTau }), 0.7, 1],
  ] as const) {
    test(`a wrong time constant moves until the neuron does what it should, and the loss falls (${neuron.kind}, ${spikes} wanted, ${trainTau})`, async () => {
      const net = network(pair, [readout(neuron, { weightNorm: false })])
      const loss = { kind: "spikeCount", correct: spikes, wrong: 0 } as const
      await withEngines(net, (engine, which) => {
        const parameters = [{ weights: Float32Array.of(weight, 0), constants: startConstants(net, 0)! }]
        const state = startState(parameters)
        const gradients = () => engine.gradients(parameters, pair, [0], loss)
        const first = gradients()
        assert.notEqual(first.outputCounts[0], spikes, `${which}: wrong at first`)
        const before = constantsOf(net, parameters).output
        for (let k = 0; k < 60 && gradients().outputCounts[0] !== spikes; k++) {
          update(adam({ rate: 0, tauRate: 0.1 }), net, parameters, gradients().gradients, state, 1)
        }
        const last = gradients()
        assert.equal(last.outputCounts[0], spikes, `${which}: right at last`)
        assert.ok(last.loss < first.loss)
        const [name] = Object.keys(before)
        const after = constantsOf(net, parameters).output[name][0]
        // the dendrite of two compartments is held down by the first of its constants
        const grows = (spikes === 1) !== (neuron.kind === "tcLif")
        assert.ok(grows ? after > before[name][0] : after < before[name][0], `${which}: ${name} is ${after}`)
      })
    })
  }
}

test("time constants that stay as they are leave every spike and gradient as fixed ones do", () => {
  for (const [name, plain] of Object.entries({
    lif: lif({ tauMembrane: 6, reset: "soft" }),
    cubaLif: cubaLif({ tauMembrane: 6, tauSynapse: 3 }),
    adaptiveLif: adaptiveLif({ tauMembrane: 6, tauAdaptation: 11 }),
    srmAlpha: srmAlpha({ tau: 2.5 }),
  })) {
    const { net, data, samples } = small(plain, { sizes: [21, 19, 17, 3], steps: 150 })
    const trained: SpikingNeuron = { ...plain, trainTau: "shared" }
    const own: Network = { ...net, populations: net.populations.map((p) => (p.neuron ? { ...p, neuron: trained } : p)) }
    const parameters = net.parameters.map((p, c) => ({ ...p, constants: startConstants(own, c)! }))
    const loss = { kind: "crossEntropy", scale: 0.3 } as const
    const fixed = eventEngine(net, { threads: 1 }).gradients(net.parameters, data, samples, loss)
    const got = eventEngine({ ...own, parameters }, { threads: 1 }).gradients(parameters, data, samples, loss)
    assert.deepEqual(got.rates, fixed.rates, name)
    assert.ok(
      got.rates.slice(1).every((rate) => rate > 0),
      name,
    )
    fixed.gradients.forEach(({ weights }, c) => {
      const largest = Math.max(...weights.map(Math.abs))
      weights.forEach((g, k) => {
        assert.ok(Math.abs(g - got.gradients[c].weights[k]) < 1e-4 * largest, `${name} ${c} ${k}`)
      })
    })
  }
})

test("no gradient passes a reset unless asked, and a share that does changes gradients but no spike", () => {
  for (const make of [lif, cubaLif, adaptiveLif]) {
    for (const reset of ["hard", "soft"] as const) {
      const at = (resetGradient?: number) => {
        const neuron = make({ tauMembrane: 6, reset, ...(resetGradient !== undefined && { resetGradient }) })
        const { net, data, samples } = small(neuron)
        const engine = eventEngine(net, { threads: 1 })
        return engine.gradients(net.parameters, data, samples, { kind: "crossEntropy", scale: 0.3 })
      }
      const [plain, none, half, whole] = [undefined, 0, 0.5, 1].map(at)
      assert.deepEqual(none.gradients, plain.gradients)
      for (const result of [half, whole]) assert.deepEqual(result.rates, plain.rates)
      const [a, b, c] = [none, half, whole].map(({ gradients }) => gradients[2].weights)
      assert.notDeepEqual(b, a)
      assert.notDeepEqual(c, b)
    }
  }
  assert.throws(() => lif({ resetGradient: 1.5 }), /lif: resetGradient is 1.5; give a share/)
})

test("the gradient of trained constants has the same bits on 1 and 2 threads, and fast precision keeps it", async () => {
  const neuron = cubaLif({ tauMembrane: 6, tauSynapse: 3, trainTau: "each" })
  const { net, data, samples } = small(neuron, { sizes: [9, 20, 18, 3], output: leakyIntegrator({ trainTau: "each" }) })
  const many = Array.from({ length: 40 }, (_, i) => samples[i % samples.length])
  const loss = { kind: "crossEntropy", scale: 0.3 } as const
  const results = []
  for (const options of [{ threads: 1 }, { threads: 2 }, { threads: 1, precision: "fast" }] as const) {
    const engine = eventEngine(net, options)
    engine.gradients(net.parameters, data, many, loss)
    results.push(engine.gradients(net.parameters, data, many, loss).gradients.map(({ constants }) => constants!))
    await engine.close()
  }
  const [one, two, fast] = results
  assert.deepEqual(two, one)
  one.forEach((right, c) => {
    const largest = Math.max(...right.map(Math.abs))
    assert.ok(largest > 0)
    right.forEach((g, k) => {
      assert.ok(Math.abs(g - fast[c][k]) < 1e-3 * largest)
    })
  })
})

test("fit trains time constants: a memory shorter than the intervals tells them apart once it has grown", async () => {
  // two spikes of one input, 3 or 12 steps apart
  const labels = Uint16Array.from({ length: 40 }, (_, s) => s % 2)
  const spikes = Array.from(labels, (label, s) => ({ units: [0, 0], times: [s % 7, (s % 7) + (label === 0 ? 3 : 12)] }))
  const data = fromSamples(spikes, { labels, classNames: ["near", "far"], unitCount: 1, steps: 40, dt: 1 })
  const net = network(data, [readout(leakyIntegrator({ tauMembrane: 0.7, trainTau: "each" }), { weightNorm: false })])
  const start = { ...net, parameters: [{ weights: Float32Array.of(20, 20), constants: startConstants(net, 0)! }] }
  const trainedAt = (tauRate: number) =>
    fit(start, data, {
      seed: 1,
      epochs: 40,
      threads: 1,
      batchSize: 10,
      loss: crossEntropy({ scale: 2 }),
      optimiser: adam({ rate: 2e-2, tauRate }),
    })
  const [fixed, moved] = [await trainedAt(0), await trainedAt(0.05)]
  const [near, far] = constantsOf(moved).output.tauMembrane
  assert.ok(near > 0.8 && near > far, `${near} and ${far} ms`)
  assert.equal(accuracy(moved, data), 1)
  assert.ok(moved.history.at(-1)!.loss < 0.5 * fixed.history.at(-1)!.loss)
})
