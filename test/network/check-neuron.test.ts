import assert from "node:assert/strict"
import { test } from "node:test"
import { dense, type Neuron, network, readout, type Surrogate, srmAlpha } from "../../src/network/index.js"

const shape = { unitCount: 4, classNames: ["a", "b"], steps: 20, dt: 1 }
/** A network of a neuron as someone without types might write it. */
const made = (neuron: unknown) => () => network(shape, [readout(neuron as Neuron)])
const withSurrogate = (surrogate: unknown) => made({ ...srmAlpha(), surrogate: surrogate as Surrogate })

test("a neuron that was not called, not made, or is of no known kind is named with the way out", () => {
  assert.throws(made(srmAlpha), /neuron of "output" is the function srmAlpha itself; call it, as in srmAlpha\(\)/)
  assert.throws(made("lif"), /neuron of "output" is "lif"; give what a function makes, as srmAlpha\(\)/)
  assert.throws(made({ ...srmAlpha(), kind: "srmAlfa" }), /kind "srmAlfa" is not known; did you mean "srmAlpha"/)
  assert.throws(
    () => network(shape, [dense(3, undefined as unknown as Neuron), readout(undefined as unknown as Neuron)]),
    /"hidden1" and "output" have no neuron, which only the input has not; give the layer one/,
  )
})

test("a neuron's numbers are checked also where it was written by hand", () => {
  assert.throws(made({ ...srmAlpha(), threshold: Number.NaN }), /neuron of "output": srmAlpha: threshold is NaN; give/)
  assert.throws(made({ ...srmAlpha(), tau: -1 }), /neuron of "output": srmAlpha: tau is -1/)
})

test("a surrogate is checked in its place: its kind, its width, and that it is one", () => {
  assert.throws(withSurrogate("triangle"), /surrogate of "output" is "triangle"; give what a function makes/)
  assert.throws(withSurrogate(undefined), /surrogate of "output" is undefined/)
  assert.throws(withSurrogate({ kind: "triangel", scale: 1, width: 1 }), /"output": surrogate "triangel" .*"triangle"/)
  assert.throws(
    withSurrogate({ kind: "triangle", scale: 1, width: 0 }),
    /"output": surrogate: a width of 0 has no slope/,
  )
})
