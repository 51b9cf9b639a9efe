import assert from "node:assert/strict"
import { test } from "node:test"
import {
  adaptiveLif,
  axonal,
  cubaLif,
  dendritic,
  dense,
  leakyIntegrator,
  lif,
  network,
  pspFilter,
  readout,
  srmAlpha,
  surrogate,
  synaptic,
  validate,
} from "../../src/network/index.js"

const net = network({ unitCount: 4, classNames: ["a", "b"], steps: 10, dt: 1 }, [readout(srmAlpha())])

test("validate names a weight that is not a number", () => {
  const weights = new Float32Array(8)
  weights[5] = Number.NaN
  assert.throws(() => validate({ ...net, parameters: [{ weights }] }), /weight 5 of input -> output is NaN/)
})

test("validate counts the weights", () => {
  assert.throws(
    () => validate({ ...net, parameters: [{ weights: new Float32Array(7) }] }),
    /input -> output needs 8 weights and has 7/,
  )
})

test("validate counts the connections that have parameters, and the gains", () => {
  const weights = new Float32Array(8)
  assert.throws(() => validate({ ...net, parameters: [] }), /1 connections and parameters of 0/)
  assert.throws(
    () => validate({ ...net, parameters: [{ weights, gains: new Float32Array(3) }] }),
    /input -> output needs 2 gains and has 3/,
  )
  const infinite = Float32Array.from(weights, () => Number.POSITIVE_INFINITY)
  assert.throws(
    () => validate({ ...net, parameters: [{ weights: infinite }] }),
    /weight 0 of input -> output is Infinity/,
  )
})

test("validate names a connection whose end is no population", () => {
  const connections = [{ from: "input", to: "outptu", weightNorm: false }]
  assert.throws(
    () => validate({ ...net, connections }),
    /connection input -> outptu: population "outptu" is not known; did you mean "output"/,
  )
})

test("validate names a population that hears nobody, an input that is not listed first, and a window of no steps", () => {
  const chain = network({ unitCount: 4, classNames: ["a", "b"], steps: 10, dt: 1 }, [dense(3, lif()), readout(lif())])
  assert.throws(
    () => validate({ ...chain, connections: chain.connections.slice(1) }),
    /no connection leads to population "hidden1"/,
  )
  assert.throws(
    () => validate({ ...chain, populations: [chain.populations[1], chain.populations[0], chain.populations[2]] }),
    /"hidden1" is listed before the input, "input"/,
  )
  assert.throws(() => validate({ ...chain, steps: 0 }), /0 steps cannot be simulated/)
})

test("validate counts the delays by their kind, and refuses a negative one", () => {
  const shape = { unitCount: 4, classNames: ["a", "b"], steps: 10, dt: 2 }
  const parameters = (delaySteps: Float32Array) => [{ weights: new Float32Array(8).fill(1), delaySteps }]
  const pairs = network(shape, [readout(srmAlpha(), synaptic({ max: 4 }), { weightNorm: false })])
  assert.throws(
    () => validate({ ...pairs, parameters: parameters(new Float32Array(4)) }),
    /input -> output needs 8 delays \(synaptic\) and has 4/,
  )
  const targets = network(shape, [readout(srmAlpha(), dendritic({ max: 4 }), { weightNorm: false })])
  assert.throws(
    () => validate({ ...targets, parameters: parameters(Float32Array.of(1, -0.5)) }),
    /delay 1 of input -> output is -1 ms; a delay cannot be negative/,
  )
})

test("surrogate suggests the nearest name", () => {
  assert.throws(() => surrogate("fastSigmod" as "fastSigmoid"), /did you mean "fastSigmoid"\?/)
})

test("surrogate refuses a width of 0", () => {
  assert.throws(() => surrogate("triangle", { width: 0 }), /a width of 0/)
})

test("axonal refuses a negative delay and a start outside its bounds", () => {
  assert.throws(() => axonal({ min: -1, max: 10 }), /min is -1 ms; a delay cannot be negative/)
  assert.throws(
    () => axonal({ max: 10, start: [0, 11] }),
    /start \[0,11\] ms does not lie inside the bounds 0 to 10 ms/,
  )
  assert.throws(() => axonal({ max: 10, gradient: "diference" as "difference" }), /did you mean "difference"/)
})

test("neurons refuse a time constant of 0", () => {
  assert.throws(() => cubaLif({ tauMembrane: 0 }), /cubaLif: tauMembrane is 0/)
  assert.throws(() => srmAlpha({ tau: -2 }), /srmAlpha: tau is -2/)
})

test("validate keeps a leaky integrator at the end, where its spikes are not missed", () => {
  const shape = { unitCount: 4, classNames: ["a", "b"], steps: 10, dt: 1 }
  assert.throws(
    () => network(shape, [{ size: 3, neuron: leakyIntegrator(), weightNorm: true }, readout(srmAlpha())]),
    /population "hidden1" is a leakyIntegrator, which sends no spikes/,
  )
  const end = network(shape, [readout(leakyIntegrator())])
  const connections = [...end.connections, { from: "output", to: "output", weightNorm: false }]
  assert.throws(() => validate({ ...end, connections }), /output -> output starts at a population that sends no spikes/)
})

test("neurons name an option that they do not know, and the nearest one", () => {
  assert.throws(() => lif({ reset: "sotf" as "soft" }), /reset "sotf" is not known; did you mean "soft"/)
  assert.throws(() => leakyIntegrator({ read: "max" as "mean" }), /read "max" is not known/)
  assert.throws(() => adaptiveLif({ adapts: "treshold" as "threshold" }), /did you mean "threshold"/)
  assert.throws(() => adaptiveLif({ jump: -1 }), /jump is -1; give a number of 0 or more/)
  assert.throws(() => adaptiveLif({ tauAdaptation: 0 }), /tauAdaptation is 0/)
})

test("validate counts the taps of a filter, and names one that is not a number", () => {
  const filtered = network({ unitCount: 4, classNames: ["a", "b"], steps: 10, dt: 1 }, [
    readout(srmAlpha({ psp: pspFilter({ taps: 3 }) }), { weightNorm: false }),
  ])
  const weights = new Float32Array(8)
  assert.throws(() => validate({ ...filtered, parameters: [{ weights }] }), /input -> output needs 3 taps and has 0/)
  const taps = Float32Array.of(0, Number.NaN, 1)
  assert.throws(() => validate({ ...filtered, parameters: [{ weights, taps }] }), /tap 1 of input -> output is NaN/)
  assert.throws(() => pspFilter({ taps: 0 }), /taps is 0; give a whole number above 0/)
  assert.throws(() => pspFilter({ shape: "alhpa" as "alpha" }), /did you mean "alpha"/)
})
