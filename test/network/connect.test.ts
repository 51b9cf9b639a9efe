import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, connect, dense, lif, network, readout } from "../../src/network/index.js"

const data = { unitCount: 12, classNames: ["yes", "no", "maybe"], steps: 50, dt: 2 }
const net = network(data, [dense(8, lif()), dense(6, lif()), readout(lif())])

test("a layer with recurrent: true hears itself a step later, in one line", () => {
  const { connections } = network(data, [dense(8, lif(), { recurrent: true }), readout(lif())])
  assert.deepEqual(connections[1], { from: "hidden1", to: "hidden1", weightNorm: true, latencySteps: 1 })
})

test("a recurrent layer takes delays, and weights of another kind than those into it", () => {
  const delay = axonal({ max: 20 })
  const layers = [
    dense(8, lif(), axonal({ max: 40 }), { recurrent: { delay, weightNorm: false, latency: 6 } }),
    readout(lif()),
  ]
  const { connections } = network(data, layers)
  assert.deepEqual(connections[1], { from: "hidden1", to: "hidden1", weightNorm: false, delay, latencySteps: 3 })
  assert.equal(connections[2].delay?.max, 40)
})

test("connect gives a step to what leads back, and none to a skip", () => {
  const back = connect(net, { from: "hidden2", to: "hidden1" })
  assert.deepEqual(back.connections.at(-1), { from: "hidden2", to: "hidden1", weightNorm: true, latencySteps: 1 })
  const skip = connect(net, { from: "input", to: "hidden2", weightNorm: false })
  assert.deepEqual(skip.connections.at(-1), { from: "input", to: "hidden2", weightNorm: false })
  assert.equal(net.connections.length, 3)
})

test("connect refuses a cycle of zero delay, a name that is not known, and a network that has parameters", () => {
  assert.throws(
    () => connect(net, { from: "hidden2", to: "hidden1", latency: 0 }),
    /hidden1 -> hidden2 -> hidden1 is a cycle/,
  )
  assert.throws(
    () => connect(net, { from: "hiden2", to: "hidden1" }),
    /population "hiden2" is not known; did you mean "hidden2"/,
  )
  assert.throws(
    () => connect(net, { from: "hidden2", to: "hidden1", latency: -2 }),
    /latency .* is -2 ms; give 0 or more/,
  )
  assert.throws(
    () => connect(net, { from: "hidden2", to: "hidden1", latency: 100 }),
    /at least 100 ms, and the window is 100 ms/,
  )
  const parameters = net.connections.map(() => ({ weights: new Float32Array(0) }))
  assert.throws(() => connect({ ...net, parameters }, { from: "hidden2", to: "hidden1" }), /has parameters already/)
})
