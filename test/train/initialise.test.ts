import assert from "node:assert/strict"
import { test } from "node:test"
import { deviation } from "d3-array"
import { eventEngine } from "../../src/engine/index.js"
import { axonal, connect, dense, leakyIntegrator, network, norm, readout, srmAlpha } from "../../src/network/index.js"
import { random } from "../../src/random.js"
import { fromSamples } from "../../src/spikes/index.js"
import { initialise } from "../../src/train/index.js"

const dice = random(4)
const samples = Array.from({ length: 20 }, () => ({
  times: Array.from({ length: 60 }, () => dice.integer(60)),
  units: Array.from({ length: 60 }, () => dice.integer(40)),
}))
const shape = { labels: new Uint16Array(20), classNames: ["a", "b"], unitCount: 40, steps: 60, dt: 1 }
const data = fromSamples(samples, shape)
const layers = [dense(32, srmAlpha(), axonal({ max: 30, start: [5, 20] })), dense(32, srmAlpha()), readout(srmAlpha())]

for (const weightNorm of [true, false]) {
  test(`initialise brings each layer to the rate that is asked for, ${weightNorm ? "weight-normalised" : "plain"}`, () => {
    const net = initialise(
      network(
        data,
        layers.map((layer) => ({ ...layer, weightNorm })),
      ),
      data,
      { seed: 1, rate: 0.1 },
    )
    const everyone = Array.from({ length: data.length }, (_, i) => i)
    const { rates } = eventEngine(net, { threads: 1 }).forward(net.parameters!, data, everyone)
    // the two output neurons alone can only step from rate to rate
    for (const rate of rates.slice(1, -1)) assert.ok(Math.abs(rate - 0.1) < 0.01, `${rates}`)
  })
}

test("initialise brings layers to their rate in cycles, too", () => {
  const chain = network(data, [dense(32, srmAlpha(), { recurrent: true }), dense(32, srmAlpha()), readout(srmAlpha())])
  const net = initialise(connect(chain, { from: "hidden2", to: "hidden1" }), data, { seed: 1, rate: 0.1 })
  const everyone = Array.from({ length: data.length }, (_, i) => i)
  const { rates } = eventEngine(net, { threads: 1 }).forward(net.parameters!, data, everyone)
  for (const rate of rates.slice(1, -1)) assert.ok(Math.abs(rate - 0.1) < 0.02, `${rates}`)
})

test("initialise gives the same numbers for the same seed, and others for another", () => {
  const start = (seed: number) => initialise(network(data, layers), data, { seed }).parameters
  assert.deepEqual(start(1), start(1))
  assert.notDeepEqual(start(1), start(2))
})

test("initialise gives directions the length of their gain", () => {
  const { weights, gains } = initialise(network(data, layers), data, { seed: 1 }).parameters![0]
  assert.ok(Math.abs(norm(weights.subarray(0, 40)) - gains![0]) < 1e-4 * gains![0])
})

test("initialise draws delays from their start range", () => {
  const { delaySteps } = initialise(network(data, layers), data, { seed: 1 }).parameters![1]
  assert.ok(delaySteps!.every((delay) => delay >= 5 && delay <= 20))
})

test("initialise says which population stays silent", () => {
  const silent = fromSamples(
    samples.map(() => ({ times: [], units: [] })),
    shape,
  )
  assert.throws(() => initialise(network(silent, layers), silent, { seed: 1 }), /population "hidden1" stays silent/)
})

test("initialise gives what is read off membranes a standard deviation of 1", () => {
  const net = network(data, [dense(24, srmAlpha()), readout(leakyIntegrator({ tauMembrane: 10 }))])
  const { parameters } = initialise(net, data, { seed: 3 })
  const everyone = Array.from({ length: data.length }, (_, s) => s)
  const { outputCounts, rates } = eventEngine(net, { threads: 1 }).forward(parameters!, data, everyone)
  assert.ok(Math.abs(deviation(outputCounts)! - 1) < 1e-3, `${deviation(outputCounts)}`)
  assert.equal(rates[2], 0)
})
