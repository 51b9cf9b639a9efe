import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, cubaLif, dense, initialise, network, readout } from "../../src/index.js"
import { isi } from "../../src/tasks/index.js"
import { layerSpikes, neuronView, rasterView } from "../../src/views/index.js"

const data = isi({ seed: 1 }).take(4)
const delay = axonal({ max: 400, start: [0, 200] })
const net = initialise(network(data, [dense(8, cubaLif()), dense(6, cubaLif(), delay), readout(cubaLif())]), data, {
  seed: 1,
})
const sample = data.sample(0)

test("layer spikes are those of every population, input first", () => {
  const layers = layerSpikes(net, sample)
  assert.deepEqual(Object.keys(layers), ["input", "hidden1", "hidden2", "output"])
  assert.deepEqual(layers.input.times, sample.times)
  assert.equal(rasterView(layers).get("panels").length, 4)
})

test("a neuron's view begins behind the first delays, with a number a step", () => {
  const view = neuronView(net, sample)
  const { chosen, membrane, current, threshold, links, delays } = view.state
  assert.equal(chosen.population, links[0].to)
  assert.equal(membrane.length, net.steps)
  assert.equal(current.length, net.steps)
  assert.equal(threshold, 1)
  assert.equal(delays.length, 6)
  assert.match(String(view), /^neuron \d+ of \w+: \d+ spikes; \d+ spikes in all; the network decides /)
})

test("a delay that is dragged changes what arrives, and not the network that was given", async () => {
  const before = structuredClone(net.parameters)
  const view = neuronView(net, sample)
  const spiking = layerSpikes(net, sample).hidden2.units[0]
  const current = view.get("current")
  view.set("dragged", { link: 0, axon: spiking, delay: 400 })
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(view.get("delays")[spiking], 400)
  assert.notDeepEqual(view.get("current"), current)
  assert.deepEqual(net.parameters, before)
})

test("what the page asks for is checked", () => {
  const view = neuronView(net, sample)
  const chosen = view.get("chosen")
  assert.equal(view.problem({ chosen: { ...chosen, neuron: 99 } }), "there is no such neuron")
  assert.equal(view.problem({ chosen: { ...chosen, population: "input" } }), "there is no such neuron")
  assert.equal(view.problem({ chosen: { ...chosen, link: 9 } }), "there are no such delays")
  assert.equal(view.problem({ dragged: { link: 0, axon: 1, delay: 401 } }), "a delay cannot be 401 ms")
  assert.equal(view.problem({ dragged: { link: 0, axon: 6, delay: 1 } }), "there is no axon 6")
  assert.equal(view.problem({ membrane: new Float32Array(1) }), "membrane cannot be changed by the page")
  assert.equal(view.problem({ dragged: { link: 0, axon: 1, delay: 399 } }), undefined)
})

test("a raster and a neuron's view share a cursor", () => {
  const raster = rasterView(layerSpikes(net, sample))
  const view = neuronView(net, sample, { raster })
  raster.set("cursor", 12)
  assert.equal(view.get("cursor"), 12)
  view.set("cursor", 30)
  assert.equal(raster.get("cursor"), 30)
  assert.equal(raster.get("shared"), true)
})

test("a neuron that is not there is refused with what there is", () => {
  assert.throws(() => neuronView(net, sample, { population: "hidden" }), /neuronView: population.*hidden1/)
  assert.throws(
    () => neuronView(net, sample, { population: "hidden1", neuron: 8 }),
    /"hidden1" has the neurons 0 to 7, and 8 is none of them/,
  )
})
