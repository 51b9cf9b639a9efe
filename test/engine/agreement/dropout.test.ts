import assert from "node:assert/strict"
import { test } from "node:test"
import { type Dropout, keptNeurons } from "../../../src/engine/dropout.js"
import { eventEngine, type GradientResult, type Loss } from "../../../src/engine/index.js"
import { tfjsEngine } from "../../../src/engine/tfjs/index.js"
import {
  axonal,
  cubaLif,
  dendritic,
  leakyIntegrator,
  pspFilter,
  srmAlpha,
  surrogate,
  synaptic,
} from "../../../src/network/index.js"
import { withConnections } from "../cyclic-network.js"
import { type Small, small } from "../small-network.js"
import { compareGradients, relativeError } from "./compare.js"

const loss: Loss = { kind: "crossEntropy", scale: 0.3 }
const neuron = cubaLif({ tauMembrane: 6, tauSynapse: 3, surrogate: surrogate("fastSigmoid", { width: 0.7 }) })
const sizes = [9, 20, 18, 3]
const dropout: Dropout = { hidden1: 0.3, hidden2: 0.5 }
const seed = 11

const examples: readonly [string, Small, Dropout][] = [
  ["of hidden layers", small(neuron, { sizes, weightNorm: false }), dropout],
  [
    "of the input too, with trained delays",
    small(neuron, { sizes, delay: axonal({ max: 6 }) }),
    { ...dropout, input: 0.4 },
  ],
  ["with Gaussian delays", small(neuron, { sizes, delay: axonal({ max: 6, gradient: "gaussian" }) }), dropout],
  ["with dendritic delays", small(neuron, { sizes, delay: dendritic({ max: 6 }) }), dropout],
  ["with synaptic delays", small(neuron, { sizes, delay: synaptic({ max: 6 }) }), dropout],
  ["with trained taps", small(srmAlpha({ psp: pspFilter({ taps: 9, tau: 3 }) }), { sizes }), dropout],
  [
    "in cycles, with delays on the way back",
    withConnections(small(neuron, { sizes, delay: axonal({ max: 6 }) }), [
      { from: "hidden1", to: "hidden1" },
      { from: "hidden2", to: "hidden1", delay: axonal({ min: 3, max: 9 }) },
    ]),
    dropout,
  ],
  [
    "in a cycle with dendritic delays on the way back",
    withConnections(small(neuron, { sizes }), [{ from: "hidden2", to: "hidden1", delay: dendritic({ max: 6 }) }]),
    dropout,
  ],
]

for (const [name, { net, data, samples }, dropout] of examples) {
  test(`both engines silence the same neurons, and give the same gradients (${name})`, async () => {
    const tfjs = await tfjsEngine(net)
    // one shard: in cycles several samples are run side by side
    const event = eventEngine(net, { threads: 1, shards: 1 })
    const pass = { seed, dropout, widthSteps: 1.5 }
    const [wanted, sent] = [tfjs, event].map((engine) => engine.record(net.parameters, data, samples, pass))
    sent.forEach(({ times, units }, p) => {
      assert.deepEqual([...times, ...units], [...wanted[p].times, ...wanted[p].units], net.populations[p].name)
    })
    const [expected, got] = [tfjs, event].map((engine) => engine.gradients(net.parameters, data, samples, loss, pass))
    assert.deepEqual(got.outputCounts, expected.outputCounts)
    assert.ok(Math.abs(got.loss - expected.loss) < 1e-5)
    assert.ok(Math.abs(got.lostSpikes - expected.lostSpikes) < 1e-9)
    assert.ok(relativeError(got.rates, expected.rates) < 1e-5)
    compareGradients(got.gradients, expected.gradients)
    for (const { delaySteps: _, ...tensors } of expected.gradients) {
      for (const [key, gradient] of Object.entries(tensors)) assert.ok(gradient.some(Boolean), `${key} have a gradient`)
    }
  })
}

const [, { net, data, samples }] = examples[0]
const { parameters } = net

test("a silenced neuron sends nothing, the others all they have; what a spike is worth makes up for those that are missing", () => {
  const event = eventEngine(net, { threads: 1 })
  for (const sample of samples) {
    const dropped = event.gradients(parameters, data, [sample], loss, { seed, dropout: { hidden1: 0.3 } })
    const [, sent] = event.record(parameters, data, [sample], { seed, dropout: { hidden1: 0.3 } })
    const [, plain] = event.record(parameters, data, [sample])
    const kept = keptNeurons(20, 0.3, seed, 1, sample)
    const spikes = (of: typeof sent) => Array.from(of.times, (t, k) => `${t} ${of.units[k]}`)
    assert.deepEqual(
      spikes(sent),
      spikes(plain).filter((spike) => kept[Number(spike.split(" ")[1])] === 1),
    )
    assert.ok(sent.times.length < plain.times.length)
    // the same as outgoing weights of 0, and of 1/0.7 times the others
    const factor = (k: number) => kept[k % 20] * Math.fround(1 / 0.7)
    const edited = parameters.map((p, c) => (c === 1 ? { weights: p.weights.map((w, k) => w * factor(k)) } : p))
    const silenced = event.gradients(edited, data, [sample], loss)
    assert.equal(dropped.loss, silenced.loss)
    assert.deepEqual(dropped.outputCounts, silenced.outputCounts)
    dropped.gradients.forEach(({ weights }, c) => {
      const right = silenced.gradients[c].weights.map((g, k) => (c === 1 ? g * factor(k) : g))
      assert.ok(relativeError(weights, right) < 1e-6, `connection ${c}`)
    })
  }
})

test("over many draws, what a linear read-out hears is what it hears without dropout", () => {
  const read = small(neuron, { sizes: [9, 20, 3], output: leakyIntegrator({ tauMembrane: 5, read: "mean" }) })
  const event = eventEngine(read.net, { threads: 1 })
  const readings = (pass = {}) => event.forward(read.net.parameters, read.data, read.samples, pass).outputCounts
  const plain = readings()
  const draws = Array.from({ length: 400 }, (_, seed) => readings({ seed, dropout: { hidden1: 0.3 } }))
  plain.forEach((value, k) => {
    const mean = draws.reduce((sum, draw) => sum + draw[k], 0) / draws.length
    const variance = draws.reduce((sum, draw) => sum + (draw[k] - mean) ** 2, 0) / (draws.length - 1)
    assert.ok(variance > 0)
    // by chance, one of fifteen readings in a thousand such tests lies further away than 4.5 errors of the mean
    assert.ok(Math.abs(mean - value) < 4.5 * Math.sqrt(variance / draws.length), `reading ${k}: ${mean}, ${value}`)
  })
})

test("the same neurons are silent on 1, 2 and 4 threads and in any company, others with another seed", async () => {
  const engines = [1, 2, 4].map((threads) => eventEngine(net, { threads }))
  const many = Array.from({ length: 40 }, (_, i) => samples[i % samples.length])
  const run = (k: number, seed: number): GradientResult =>
    engines[k].gradients(parameters, data, many, loss, { seed, dropout })
  const first = run(0, 5)
  for (const k of [1, 2]) assert.deepEqual(run(k, 5).gradients, first.gradients)
  assert.notDeepEqual(run(0, 6).gradients, first.gradients)
  const alone = engines[0].forward(parameters, data, [3], { seed: 5, dropout }).outputCounts
  assert.deepEqual(alone, first.outputCounts.slice(9, 12))
  assert.deepEqual(run(0, 5).gradients, first.gradients, "a pass with another seed leaves nothing behind")
  const none = engines[0].gradients(parameters, data, many, loss)
  assert.deepEqual(none.gradients, engines[1].gradients(parameters, data, many, loss, { seed: 5 }).gradients)
  await Promise.all(engines.map((engine) => engine.close()))
})

test("in fast precision, dropout's gradients are as near", () => {
  const pass = { seed, dropout }
  const exact = eventEngine(net, { threads: 1 }).gradients(parameters, data, samples, loss, pass)
  const engine = eventEngine(net, { threads: 1, precision: "fast" })
  engine.gradients(parameters, data, samples, loss, pass)
  const fast = engine.gradients(parameters, data, samples, loss, pass)
  fast.gradients.forEach(({ weights }, c) => {
    assert.ok(relativeError(weights, exact.gradients[c].weights) < 1e-3, `connection ${c}`)
  })
})

test("dropout is refused of what is not there, of all neurons, and of the output", () => {
  const refused = (dropout: Dropout, message: RegExp) =>
    assert.throws(
      () => eventEngine(net, { threads: 1 }).gradients(parameters, data, samples, loss, { dropout }),
      message,
    )
  refused({ hiden1: 0.2 }, /dropout: population "hiden1" is not known; did you mean "hidden1"/)
  refused({ hidden1: 1 }, /share of hidden1 is 1; give a share of its neurons, 0 to below 1/)
  refused({ output: 0.1 }, /"output" is what answers/)
})
