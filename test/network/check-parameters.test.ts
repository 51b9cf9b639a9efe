import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, checkParameters, network, type Parameters, readout, srmAlpha } from "../../src/network/index.js"

const shape = { unitCount: 4, classNames: ["a", "b"], steps: 20, dt: 2 }
const net = network(shape, [readout(srmAlpha())], { inputDelay: axonal({ min: 2, max: 10 }) })
const one = (count: number) => new Float32Array(count).fill(1)
const good = { weights: one(8), gains: one(2), delaySteps: one(4) }
const changed = (change: Partial<Parameters[number]>) => () => checkParameters(net, [{ ...good, ...change }])
/** The same numbers with one of them changed. */
const at = (values: Float32Array, place: number, value: number) => values.map((v, k) => (k === place ? value : v))

test("parameters that fit are taken, at the bounds of their delays too", () => {
  changed({})()
  changed({ delaySteps: Float32Array.of(1, 5, 1, 5) })()
})

test("a number that is not finite is named with its connection, and where others may be had", () => {
  const message = /^RangeError: network: weight 5 of input -> output is NaN; take parameters from before/
  assert.throws(changed({ weights: at(good.weights, 5, Number.NaN) }), message)
  const infinite = at(good.gains, 1, Number.POSITIVE_INFINITY)
  assert.throws(changed({ gains: infinite }), /gain 1 of input -> output is Infinity/)
  assert.throws(changed({ delaySteps: at(good.delaySteps, 0, Number.NaN) }), /delay 0 of input -> output is NaN/)
})

test("a delay outside its bounds is named in milliseconds, with the bounds", () => {
  const delay = (steps: number) => changed({ delaySteps: at(good.delaySteps, 2, steps) })
  assert.throws(delay(-3), /delay 2 of input -> output is -6 ms; a delay cannot be negative/)
  assert.throws(delay(0.5), /delay 2 of input -> output is 1 ms, outside its bounds 2 to 10 ms; move it inside/)
  assert.throws(delay(150), /is 300 ms, outside its bounds 2 to 10 ms; move it inside, or give the connection wider/)
})

test("numbers that are missing are counted", () => {
  assert.throws(() => checkParameters(net, []), /1 connections and parameters of 0/)
  assert.throws(changed({ weights: one(7) }), /input -> output needs 8 weights and has 7/)
  assert.throws(changed({ gains: one(3) }), /input -> output needs 2 gains and has 3/)
  assert.throws(changed({ delaySteps: undefined }), /input -> output needs 4 delays \(axonal\) and has 0/)
})

test("weight-normalised weights that are all 0 have no direction, plain ones need none", () => {
  const weights = Float32Array.from({ length: 8 }, (_, k) => (k < 4 ? 1 : 0))
  assert.throws(changed({ weights }), /weights of input -> output to neuron 1 are all 0.* take plain weights/)
  changed({ weights, gains: undefined })()
})
