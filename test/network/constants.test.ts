import assert from "node:assert/strict"
import { test } from "node:test"
import { displaySymbol } from "../../src/display/index.js"
import {
  adaptiveLif,
  constantsOf,
  constantsShape,
  cubaLif,
  dense,
  leakyIntegrator,
  lif,
  network,
  pspFilter,
  readout,
  srmAlpha,
  startConstants,
  tcLif,
  trainedNeurons,
  validate,
} from "../../src/network/index.js"

const data = { unitCount: 3, classNames: ["a", "b"], steps: 50, dt: 2 }
const hidden = cubaLif({ tauMembrane: 20, tauSynapse: 8, trainTau: "each" })
const net = network(data, [dense(4, hidden, { recurrent: true }), readout(leakyIntegrator({ trainTau: "shared" }))])
const start = net.connections.map((_, c) => startConstants(net, c))

test("trained constants stand with the first connection into a population, in a row for each of them", () => {
  assert.deepEqual(
    net.connections.map((_, c) => constantsShape(net, c)),
    [[2, 4], undefined, [1, 1]],
  )
  const near = (actual: Float32Array | undefined, expected: number[]) =>
    assert.deepEqual(
      Array.from(actual!, (v) => Math.exp(v).toFixed(4)),
      expected.map((v) => v.toFixed(4)),
    )
  near(start[0], [20, 20, 20, 20, 8, 8, 8, 8])
  near(start[2], [20])
  assert.equal(start[1], undefined)
})

test("every time constant that has a gradient can be trained: that of a spike-response neuron starts at one step of the data", () => {
  const trainTau = "shared"
  for (const [neuron, taus] of [
    [lif({ trainTau }), [20]],
    [cubaLif({ trainTau }), [20, 10]],
    [adaptiveLif({ trainTau }), [20, 100]],
    [srmAlpha({ trainTau }), [2]],
    [leakyIntegrator({ trainTau }), [20]],
  ] as const) {
    const constants = startConstants(network(data, [readout(neuron)]), 0)!
    assert.deepEqual(
      Array.from(constants, (v) => Math.round(Math.exp(v))),
      taus,
      neuron.kind,
    )
  }
})

test("constantsOf tells trained time constants in ms, by population and name; trainedNeurons gives each its own", () => {
  const constants = Float32Array.from([10, 20, 30, 40, 4, 5, 6, 7], Math.log)
  const parameters = net.connections.map((_, c) => ({
    weights: new Float32Array(12),
    constants: c ? start[c] : constants,
  }))
  const { hidden1, output } = constantsOf(net, parameters)
  assert.deepEqual(Array.from(hidden1.tauMembrane, Math.round), [10, 20, 30, 40])
  assert.deepEqual(Array.from(hidden1.tauSynapse, Math.round), [4, 5, 6, 7])
  assert.equal(output.tauMembrane.length, 1)
  const third = trainedNeurons(hidden, 2, constants)[2]
  assert.deepEqual([Math.round(third.tauMembrane), Math.round(third.tauSynapse), third.threshold], [30, 6, 1])
  assert.deepEqual(trainedNeurons(cubaLif(), 2), [cubaLif()])
  assert.throws(() => constantsOf(net), /no parameters yet/)
  const fixed = network(data, [readout(lif())])
  assert.throws(
    () => constantsOf(fixed, [{ weights: new Float32Array(6) }]),
    /no constants of this network are trained/,
  )
})

test("a network refuses trained constants that it does not need, too few, or outside of their bounds", () => {
  const one = network(data, [readout(lif({ trainTau: "each" }))])
  const weights = new Float32Array(6)
  const having = (...taus: number[]) => [{ weights, constants: Float32Array.from(taus, Math.log) }]
  validate({ ...one, parameters: having(0.5, 9000) })
  assert.throws(() => validate({ ...one, parameters: having(20) }), /"output" needs 2 trained constants and has 1/)
  assert.throws(() => validate({ ...one, parameters: having(20, 0.3) }), /constant 1 of "output" is 0\.3 ms, outside/)
  assert.throws(() => validate({ ...one, parameters: having(20, 20_000) }), /outside its bounds 0\.4 ms to 10000 ms/)
  assert.throws(() => validate({ ...one, parameters: having(20, Number.NaN) }), /constant 1 of input -> output is NaN/)
  const fixed = network(data, [readout(lif())])
  assert.throws(() => validate({ ...fixed, parameters: having(20, 20) }), /its neurons train none/)
})

test("couplings of two compartments are trained between 0 and 1, whatever their parameters", () => {
  const neuron = tcLif({ beta1: 0.25, beta2: 0.75, trainBeta: "each" })
  const two = network(data, [readout(neuron)])
  const weights = new Float32Array(6)
  const { output } = constantsOf(two, [{ weights, constants: startConstants(two, 0)! }])
  const near = (values: Float32Array) => Array.from(values, (v) => v.toFixed(6))
  assert.deepEqual(
    [near(output.beta1), near(output.beta2)],
    [
      ["0.250000", "0.250000"],
      ["0.750000", "0.750000"],
    ],
  )
  const far = constantsOf(two, [{ weights, constants: Float32Array.of(-6, 6, 0, 3) }]).output
  assert.ok([...far.beta1, ...far.beta2].every((beta) => beta > 0 && beta < 1))
  const constants = Float32Array.of(0, 0, 0, 9)
  assert.throws(
    () => validate({ ...two, parameters: [{ weights, constants }] }),
    /is 0.9999, outside its bounds 0.001 to 0.999;/,
  )
  assert.throws(() => tcLif({ beta1: 1 }), /tcLif: beta1 is 1; give a number between 0 and 1/)
  assert.throws(() => tcLif({ gamma: -1 }), /tcLif: gamma is -1/)
  assert.match(
    two[displaySymbol]!()["text/plain"] as string,
    /tcLif: dendrite and soma coupled by 0.25 and 0.75, gamma 0.5, soft reset, trained for each neuron; triangle/,
  )
})

test("neurons refuse an unknown way to train, and a tau that acts no longer or cuts its kernel", () => {
  assert.throws(() => lif({ trainTau: "eech" as "each" }), /"eech".*did you mean "each"/)
  assert.throws(() => srmAlpha({ trainTau: "each", psp: pspFilter() }), /a filter takes its place/)
  assert.throws(() => srmAlpha({ trainTau: "each", cut: true }), /leave out cut/)
})

test("the card tells what is trained, and counts it", () => {
  const text = net[displaySymbol]!()["text/plain"] as string
  assert.match(text, /hidden1: 4 cubaLif: membrane 20 ms, synapse 8 ms, hard reset, trained for each neuron/)
  assert.match(text, /output: 2 leakyIntegrator: membrane 20 ms, maximum read, trained/)
  const fixed = network(data, [dense(4, cubaLif(), { recurrent: true }), readout(leakyIntegrator())])
  const count = (shown: string) => Number(/(\d+) parameters/.exec(shown)![1])
  assert.equal(count(text), count(fixed[displaySymbol]!()["text/plain"] as string) + 9)
})
