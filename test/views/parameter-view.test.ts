import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, cubaLif, dense, fit, initialise, network, readout } from "../../src/index.js"
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
