import assert from "node:assert/strict"
import { test } from "node:test"
import { network, readout, srmAlpha } from "../../src/network/index.js"
import { fromSamples } from "../../src/spikes/index.js"
import { accuracy, outputCounts, predict } from "../../src/train/index.js"

const samples = [
  { times: [1, 5, 9], units: [0, 0, 0] },
  { times: [1, 5, 9], units: [1, 1, 1] },
  { times: [1, 5], units: [0, 0] },
]
const data = fromSamples(samples, {
  labels: Uint16Array.of(0, 1, 1),
  classNames: ["a", "b"],
  unitCount: 2,
  steps: 20,
  dt: 1,
})
const bare = network(data, [readout(srmAlpha(), { weightNorm: false })])
// each input drives its own output past the threshold once a spike, the refractory response notwithstanding
const net = { ...bare, parameters: [{ weights: Float32Array.of(1.8, 0, 0, 1.8) }] }

test("predict decides for the output with the most spikes", () => {
  assert.deepEqual([...outputCounts(net, data)], [3, 0, 0, 3, 2, 0])
  assert.deepEqual([...predict(net, data)], [0, 1, 0])
})

test("accuracy is the share of right decisions", () => {
  assert.equal(accuracy(net, data), 2 / 3)
})

test("accuracy needs samples and parameters", () => {
  assert.throws(() => accuracy(net, data.take(0)), /there are no samples/)
  assert.throws(() => accuracy(bare, data), /has no parameters yet/)
})
