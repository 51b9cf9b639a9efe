import assert from "node:assert/strict"
import { test } from "node:test"
import { eventEngine } from "../../src/engine/index.js"
import { axonal, cutAt, dense, type Network, network, readout, srmAlpha } from "../../src/network/index.js"
import type { SpikeDataset } from "../../src/spikes/index.js"
import { isi } from "../../src/tasks/index.js"
import { initialise, outputCounts } from "../../src/train/index.js"

const data = isi({ seed: 1, points: 60, duration: 1000, dt: 10 })
const everyone = Uint32Array.from({ length: data.length }, (_, i) => i)
const neuron = srmAlpha()
const delay = axonal({ max: 300 })
const deep = initialise(network(data, [dense(20, neuron, delay), dense(17, neuron, delay), readout(neuron)]), data, {
  seed: 2,
})

const spikesOf = (below: Network): SpikeDataset =>
  eventEngine(below, { threads: 1 }).record(below.parameters!, data, everyone).at(-1)!

test("cut at any hidden population, the two parts give what the whole gives", () => {
  for (const population of ["hidden1", "hidden2"]) {
    const { below, above } = cutAt(deep, population)
    const spikes = spikesOf(below)
    assert.ok(spikes.spikeCount > 100)
    assert.deepEqual(outputCounts(above, spikes), outputCounts(deep, data))
  }
})

test("the delays of the population's axons become those of the upper input", () => {
  const { below, above } = cutAt(deep, "hidden1")
  assert.deepEqual(
    below.connections.map(({ to }) => to),
    ["hidden1"],
  )
  assert.equal(above.connections[0].delay, delay)
  assert.equal(above.parameters![0].delaySteps, deep.parameters![1].delaySteps)
  assert.equal(above.populations[0].neuron, undefined)
})

test("cutAt refuses a name that is not there, an end, and a connection that leads past", () => {
  assert.throws(() => cutAt(deep, "hiden1"), /did you mean "hidden1"/)
  assert.throws(() => cutAt(deep, "output"), /"output" is an end of the network/)
  assert.throws(() => cutAt(deep, "input"), /"input" is an end of the network/)
  const skip = {
    ...deep,
    parameters: undefined,
    connections: [...deep.connections, { from: "input", to: "output", weightNorm: true }],
  }
  assert.throws(() => cutAt(skip, "hidden1"), /input -> output leads past "hidden1"/)
})
