import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, constantsOf, cubaLif, dense, fit, initialise, lif, network, readout, tcLif } from "../../src/index.js"
import { isi } from "../../src/tasks/index.js"
import { parameterView } from "../../src/views/index.js"
import { ParameterSnapshots, weightBars } from "../../src/views/parameter-snapshots.js"

const data = isi({ seed: 1 }).take(8)
const plain = network(data, [dense(6, cubaLif(), axonal({ max: 300 })), readout(cubaLif())])
const net = initialise(plain, data, { seed: 1 })

test("a view of a training has a moment an epoch, from the start to the end", async () => {
  const run = fit(plain, data, { seed: 1, epochs: 3, threads: 1, quiet: true })
  const view = parameterView(run)
  assert.deepEqual(view.get("epochs"), [0])
  const trained = await run
  await new Promise((resolve) => setTimeout(resolve, 50))
  const epochs = view.get("epochs")
  assert.deepEqual([epochs[0], epochs.at(-1)], [0, 3])
  const delays = view.get("delays")
  assert.equal(delays.length, 6 * epochs.length)
  const steps = trained.parameters!.find(({ delaySteps }) => delaySteps)!.delaySteps!
  assert.deepEqual(
    delays.slice(-6),
    steps.map((step) => step * plain.dt),
  )
  assert.match(view.get("label"), /after epoch 3; 6 delays moved by \d+\.\d ms on average$/)
  const again = parameterView(trained)
  assert.deepEqual(again.get("epochs"), [0, 3])
})

test("a view of a training has its trained constants at each moment, in the units of the neuron's options", async () => {
  const learning = network(data, [
    dense(6, cubaLif({ tauMembrane: 20, tauSynapse: 5, trainTau: "each" })),
    dense(5, tcLif({ beta1: 0.3, trainBeta: "shared" })),
    readout(lif()),
  ])
  const run = fit(learning, data, { seed: 1, epochs: 2, threads: 1, quiet: true })
  const view = parameterView(run)
  assert.deepEqual(view.get("constants"), [
    { population: "hidden1", name: "tauMembrane", unit: "ms", count: 6 },
    { population: "hidden1", name: "tauSynapse", unit: "ms", count: 6 },
    { population: "hidden2", name: "beta1", unit: "", count: 1 },
    { population: "hidden2", name: "beta2", unit: "", count: 1 },
  ])
  const start = [20, 20, 20, 20, 20, 20, 5, 5, 5, 5, 5, 5, 0.3, 0.5]
  for (const [k, value] of view.get("constantValues").entries()) assert.ok(Math.abs(value / start[k] - 1) < 1e-6)
  const { hidden1, hidden2 } = constantsOf(await run)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const now = [hidden1.tauMembrane, hidden1.tauSynapse, hidden2.beta1, hidden2.beta2].flatMap((values) => [...values])
  assert.deepEqual([...view.get("constantValues").slice(-14)], now)
  assert.ok(now.every((value, k) => Math.abs(value / start[k] - 1) > 1e-5))
  assert.match(
    view.get("label"),
    /after epoch 2; tauMembrane of hidden1 20\.0 to [\d.]+ ms; tauSynapse of hidden1 5\.00 to [\d.]+ ms; beta1 of hidden2 0\.300 to [\d.]+;/,
  )
  assert.equal(parameterView(net).get("constantValues").length, 0)
})

test("a histogram of weights counts each of them once", () => {
  const view = parameterView(net)
  const weights = view.get("weights")
  assert.equal(weights.length, 2 * (weightBars + 2))
  const { connections } = view.state
  connections.forEach((connection, k) => {
    const [low, high, ...counts] = weights.subarray(k * (weightBars + 2), (k + 1) * (weightBars + 2))
    assert.ok(low < high)
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      connection.weights,
    )
  })
})

test("a long training keeps moments that are evenly spaced, the start and the latest", () => {
  const snapshots = new ParameterSnapshots(net)
  for (let epoch = 0; epoch <= 1001; epoch++) snapshots.add(epoch, net.parameters!)
  const epochs = snapshots.moments.map(({ epoch }) => epoch)
  assert.ok(epochs.length <= 81, `${epochs.length} moments`)
  assert.deepEqual([epochs[0], epochs.at(-1)], [0, 1001])
  assert.equal(new Set(epochs.slice(1, -1).map((epoch, k) => epoch - epochs[k])).size, 1)
})

test("a network without parameters is refused", () => {
  assert.throws(
    () => parameterView(plain),
    /parameterView: the network has no parameters yet; fit\(\) or initialise\(\) it/,
  )
})
