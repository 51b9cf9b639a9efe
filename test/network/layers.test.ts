import assert from "node:assert/strict"
import { test } from "node:test"
import {
  axonal,
  cubaLif,
  delayCount,
  dendritic,
  dense,
  network,
  readout,
  srmAlpha,
  synaptic,
} from "../../src/network/index.js"

const data = { unitCount: 12, classNames: ["yes", "no", "maybe"], steps: 50, dt: 2 }

test("network makes a chain whose ends fit the data", () => {
  const net = network(data, [dense(8, srmAlpha()), readout(srmAlpha())])
  assert.deepEqual(
    net.populations.map(({ name, size }) => [name, size]),
    [
      ["input", 12],
      ["hidden1", 8],
      ["output", 3],
    ],
  )
  assert.deepEqual(
    net.connections.map(({ from, to }) => `${from} -> ${to}`),
    ["input -> hidden1", "hidden1 -> output"],
  )
  assert.equal(net.steps, 50)
})

test("network puts a layer's delay on the way to the next layer", () => {
  const delay = axonal({ max: 40 })
  const net = network(data, [dense(8, srmAlpha(), delay), readout(srmAlpha())], { inputDelay: axonal({ max: 10 }) })
  assert.equal(net.connections[0].delay?.max, 10)
  assert.equal(net.connections[1].delay, delay)
})

test("network puts dendritic and synaptic delays on the way into the layer that has them", () => {
  const net = network(data, [dense(8, srmAlpha(), dendritic({ max: 40 })), readout(srmAlpha(), synaptic({ max: 20 }))])
  assert.deepEqual(
    net.connections.map(({ delay }) => [delay?.kind, delay?.max]),
    [
      ["dendritic", 40],
      ["synaptic", 20],
    ],
  )
  assert.deepEqual([delayCount(net, 0), delayCount(net, 1)], [8, 24])
  assert.match(
    String(Object(net)[Symbol.for("Jupyter.display")]()["text/plain"]),
    /dendritic, trained, 0 to 40 ms[\s\S]*synaptic, trained, 0 to 20 ms/,
  )
})

test("network refuses two delays on one way, and axons that lead nowhere", () => {
  const layers = [dense(8, srmAlpha(), axonal({ max: 40 })), readout(srmAlpha(), dendritic({ max: 40 }))]
  assert.throws(() => network(data, layers), /hidden1 -> output has axonal delays and is given dendritic ones/)
  assert.throws(() => network(data, [readout(srmAlpha(), axonal({ max: 4 }))]), /last layer has axonal delays/)
})

test("network takes its duration in milliseconds", () => {
  assert.equal(network(data, [readout(cubaLif())], { duration: 200 }).steps, 100)
})

test("network is plain data: JSON gives the same graph back", () => {
  const net = network(data, [dense(8, cubaLif(), axonal({ max: 40 })), readout(srmAlpha())])
  const { dt, steps, populations, connections } = net
  assert.deepEqual(JSON.parse(JSON.stringify(net)), JSON.parse(JSON.stringify({ dt, steps, populations, connections })))
})

test("network shows a table of its layers and their parameters", () => {
  const net = network(data, [dense(8, srmAlpha(), axonal({ max: 40 })), readout(srmAlpha())])
  const text = String(Object(net)[Symbol.for("Jupyter.display")]()["text/plain"])
  // weights and gains of both connections, and a delay for each of the 8 hidden neurons
  assert.match(text, new RegExp(`12-8-3, 50 steps of 2 ms, ${12 * 8 + 8 + 8 * 3 + 3 + 8} parameters`))
})

test("network refuses delays after which no spike arrives", () => {
  assert.throws(
    () => network(data, [dense(8, srmAlpha(), axonal({ min: 100, max: 200 })), readout(srmAlpha())]),
    /delays of hidden1 -> output are at least 100 ms, and the window is 100 ms/,
  )
})

test("network refuses a layer of no neurons", () => {
  assert.throws(() => network(data, [dense(0, srmAlpha()), readout(srmAlpha())]), /"hidden1" has 0 neurons/)
})
