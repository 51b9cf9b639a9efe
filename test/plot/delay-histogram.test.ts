import assert from "node:assert/strict"
import { test } from "node:test"
import { delayHistogram } from "../../src/plot/index.js"
import { drawn } from "./well-formed.js"

test("delayHistogram shows a layer's delays before and after, and how far they moved", async () => {
  const chart = delayHistogram(new Float32Array([0, 14, 28]), new Float32Array([14, 14, 42]))
  assert.equal(String(chart), "delays before and after training: 3, moved by 9.3 ms on average")
  const svg = await drawn(chart)
  assert.match(svg, />before</)
  assert.match(svg, /delay \(ms\)/)
})

test("delayHistogram has a panel a layer, and one legend", async () => {
  const layers = { "hidden 1": [0, 10, 20], "hidden 2": [5, 15, 25, 30] }
  const svg = await drawn(delayHistogram(layers, layers, { title: "Delays" }))
  assert.match(svg, />hidden 2</)
  assert.equal(svg.match(/>before</g)?.length, 1)
})

test("delayHistogram refuses layers that do not belong together", () => {
  assert.throws(() => delayHistogram({ a: [1] }, { b: [1] }), /before has the layers a and after b; give the same ones/)
  assert.throws(() => delayHistogram([1, 2], [1]), /delays has 2 delays before and 1 after/)
})
