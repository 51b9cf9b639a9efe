import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, dense, network, readout, srmAlpha } from "../../src/network/index.js"
import { growCeilings, highestSteps, startCeilings } from "../../src/train/delay-ceiling.js"
import { adam, fit, growingCeiling } from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const shape = { unitCount: 4, classNames: ["a", "b"], steps: 200, dt: 14 }
const graph = network(shape, [
  dense(128, srmAlpha(), axonal({ max: 70 * 14 })),
  dense(128, srmAlpha(), axonal({ max: 70 * 14, trained: false })),
  readout(srmAlpha()),
])
const paper = growingCeiling({ start: 64 * 14 })

/** Parameters whose trained delays are `high` for so many of the 128, else 3 (steps). */
const delays = (high: number, count: number) => [
  { weights: new Float32Array(512) },
  {
    weights: new Float32Array(128 * 128),
    delaySteps: Float32Array.from({ length: 128 }, (_, i) => (i < count ? high : 3)),
  },
  { weights: new Float32Array(256), delaySteps: new Float32Array(128).fill(high) },
]

/** Epochs at whose end the ceiling rises, of `epochs`. */
function rises(parameters: ReturnType<typeof delays>, epochs: number): number[] {
  const ceilings = startCeilings(graph, paper)
  const seen: number[] = []
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const before = highestSteps(graph, 1, ceilings)
    growCeilings(ceilings, paper, graph, parameters, epoch)
    if (highestSteps(graph, 1, ceilings) > before) seen.push(epoch)
  }
  return seen
}

test("the paper's ceiling stays until epoch 250 and 150 more are over, then rises by a step every 150", () => {
  assert.deepEqual(rises(delays(64, 20), 1000), [400, 550, 700, 850, 1000])
  const ceilings = startCeilings(graph, paper)
  for (let epoch = 1; epoch <= 400; epoch++) growCeilings(ceilings, paper, graph, delays(64, 20), epoch)
  assert.equal(highestSteps(graph, 1, ceilings), 65)
})

test("it rises only where the 109th of 128 delays is within 5 of the largest", () => {
  // the 109th is among the 20 largest
  assert.deepEqual(rises(delays(64, 19), 420), [])
  assert.deepEqual(rises(delays(64, 20), 420), [400])
  const near = delays(64, 20)
  near[1].delaySteps!.fill(59, 1, 20)
  assert.deepEqual(rises(near, 420), [])
  near[1].delaySteps!.fill(60, 1, 20)
  assert.deepEqual(rises(near, 420), [400])
})

test("a ceiling never rises above the bound of the delays, and delays that are not trained have none", () => {
  const ceilings = startCeilings(graph, paper)!
  for (let epoch = 1; epoch <= 3000; epoch++) growCeilings(ceilings, paper, graph, delays(64, 128), epoch)
  assert.equal(highestSteps(graph, 1, ceilings), 70)
  assert.equal(ceilings[2], null)
  assert.equal(highestSteps(graph, 2, ceilings), 70)
})

test("training holds delays below the ceiling", async () => {
  const data = orderTask()
  const options = { seed: 1, epochs: 10, startRate: 0.15, threads: 1, optimiser: adam({ delayRate: 2 }) }
  const largest = async (ceiling?: ReturnType<typeof growingCeiling>) =>
    Math.max(...(await fit(orderNetwork(data), data, { ...options, ceiling })).parameters![0].delaySteps!)
  assert.ok((await largest()) > 9)
  assert.equal(await largest(growingCeiling({ start: 9 })), 9)
})

test("a ceiling below where the delays start is refused, and one without delays", () => {
  const data = orderTask()
  const options = { seed: 1, epochs: 1, startRate: 0.15, threads: 1 }
  assert.throws(
    () => fit(orderNetwork(data), data, { ...options, ceiling: growingCeiling({ start: 4 }) }),
    /a delay of input->hidden1 starts at [\d.]+ ms, above the ceiling of 4 ms/,
  )
  const none = network(data, [readout(srmAlpha())])
  assert.throws(() => fit(none, data, { ...options, ceiling: growingCeiling({ start: 4 }) }), /needs trained delays/)
  assert.throws(() => growingCeiling({ start: -1 }), /start is -1/)
})
