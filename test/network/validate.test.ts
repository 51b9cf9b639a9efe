import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, cubaLif, network, readout, srmAlpha, surrogate, validate } from "../../src/network/index.js"

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

test("validate names a connection whose end is no population", () => {
  const connections = [{ from: "input", to: "outptu", weightNorm: false }]
  assert.throws(() => validate({ ...net, connections }), /input -> outptu names "outptu"/)
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
})

test("neurons refuse a time constant of 0", () => {
  assert.throws(() => cubaLif({ tauMembrane: 0 }), /cubaLif: tauMembrane is 0/)
  assert.throws(() => srmAlpha({ tau: -2 }), /srmAlpha: tau is -2/)
})
