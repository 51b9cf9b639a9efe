import assert from "node:assert/strict"
import { test } from "node:test"
import { eventEngine } from "../../../src/engine/index.js"
import { axonal, cubaLif, srmAlpha, surrogate } from "../../../src/network/index.js"
import { withConnections } from "../cyclic-network.js"
import { small } from "../small-network.js"

const loss = { kind: "crossEntropy", scale: 0.3 } as const
const sizes = [30, 70, 45, 5]

for (const seed of [11, 12, 13]) {
  for (const neuron of [srmAlpha(), cubaLif({ surrogate: surrogate("fastSigmoid", { width: 0.1 }) })]) {
    test(`fast gradients err by less than a thousandth (${neuron.kind}, seed ${seed})`, () => {
      const { net, data, samples } = small(neuron, { delay: axonal({ max: 10 }), sizes, steps: 90, seed })
      const engine = eventEngine(net, { threads: 1, precision: "fast" })
      // the first call works it out both ways and gives the exact one
      const exact = engine.gradients(net.parameters, data, samples, loss)
      assert.ok(engine.fastError! > 0 && engine.fastError! < 1e-3, `${engine.fastError}`)
      const fast = engine.gradients(net.parameters, data, samples, loss)
      assert.notDeepEqual(fast.gradients, exact.gradients)
      assert.equal(fast.loss, exact.loss)
    })
  }
}

test("fast gradients of recurrent layers err by less than a thousandth", () => {
  const chain = small(cubaLif({ surrogate: surrogate("fastSigmoid", { width: 0.1 }) }), { sizes, steps: 90 })
  const { net, data } = withConnections(
    chain,
    [
      { from: "hidden1", to: "hidden1" },
      { from: "hidden2", to: "hidden1" },
    ],
    0.2,
  )
  const engine = eventEngine(net, { threads: 1, shards: 1, precision: "fast" })
  const exact = engine.gradients(net.parameters, data, [0, 1, 2, 3], loss)
  assert.ok(engine.fastError! > 0 && engine.fastError! < 1e-3, `${engine.fastError}`)
  const fast = engine.gradients(net.parameters, data, [0, 1, 2, 3], loss)
  assert.notDeepEqual(fast.gradients[0], exact.gradients[0])
})

test("exact gradients do not depend on what was worked out before", () => {
  const { net, data, samples } = small(srmAlpha(), { sizes, steps: 90 })
  const first = eventEngine(net, { threads: 1, precision: "fast" }).gradients(net.parameters, data, samples, loss)
  const plain = eventEngine(net, { threads: 1 }).gradients(net.parameters, data, samples, loss)
  assert.deepEqual(first.gradients, plain.gradients)
})

test("the engine knows two precisions", () => {
  const { net } = small(srmAlpha())
  assert.throws(
    () => eventEngine(net, { precision: "fats" as "fast" }),
    /precision "fats" is not known; did you mean "fast"/,
  )
})
