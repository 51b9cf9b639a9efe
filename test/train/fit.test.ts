import assert from "node:assert/strict"
import { test } from "node:test"
import { cubaLif, network, readout } from "../../src/network/index.js"
import { accuracy, adam, crossEntropy, type Epoch, fit, initialise, type TrainingData } from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const data = orderTask()
const options = {
  seed: 3,
  epochs: 60,
  loss: crossEntropy({ scale: 1 }),
  optimiser: adam({ rate: 1e-2, delayRate: 0.2 }),
  startRate: 0.15,
  batchSize: 16,
  threads: 1,
}

test("fit learns which of two groups spikes first, on samples it has not seen too", async () => {
  const trained = await fit(orderNetwork(data), data, options)
  assert.equal(trained.stopped, false)
  assert.equal(trained.history.length, 60)
  assert.ok(trained.history[59].loss < 0.5 * trained.history[0].loss)
  assert.ok(accuracy(trained, orderTask(100, 9)) > 0.9)
})

test("fit gives the same bits on one and on two threads", async () => {
  const [one, two] = await Promise.all(
    [1, 2].map((threads) => fit(orderNetwork(data), data, { ...options, epochs: 4, threads })),
  )
  assert.deepEqual(one.parameters, two.parameters)
})

test("fit keeps the network as it was beside the trained one", async () => {
  const trained = await fit(orderNetwork(data), data, { ...options, epochs: 2 })
  assert.notDeepEqual(trained.initial?.[0].delaySteps, trained.parameters?.[0].delaySteps)
})

test("a run gives its epochs as they come, and its progress", async () => {
  const run = fit(orderNetwork(data), data, { ...options, epochs: 5, validation: data })
  const seen: Epoch[] = []
  for await (const epoch of run) seen.push(epoch)
  assert.deepEqual(
    seen.map(({ epoch }) => epoch),
    [1, 2, 3, 4, 5],
  )
  assert.ok(seen.every(({ validationAccuracy }) => validationAccuracy !== undefined))
  assert.equal(run.progress.state, "done")
  assert.equal(run.progress.steps, 5)
})

test("stop ends a run early and keeps what it has learned", async () => {
  const run = fit(orderNetwork(data), data, { ...options, epochs: 100_000 })
  for await (const { epoch } of run) {
    if (epoch === 3) void run.stop()
  }
  const trained = await run
  assert.equal(trained.stopped, true)
  assert.ok(trained.history.length >= 3 && trained.history.length < 100_000)
  assert.ok(trained.parameters)
})

test("an aborted signal ends a run", async () => {
  const aborter = new AbortController()
  const run = fit(orderNetwork(data), data, { ...options, epochs: 100_000, signal: aborter.signal })
  aborter.abort()
  assert.equal((await run).stopped, true)
})

test("a paused run does nothing until it goes on", async () => {
  const run = fit(orderNetwork(data), data, { ...options, epochs: 400 })
  await run[Symbol.asyncIterator]().next()
  run.pause()
  assert.equal(run.progress.state, "paused")
  await new Promise((resolve) => setTimeout(resolve, 100))
  const held = run.history.length
  await new Promise((resolve) => setTimeout(resolve, 200))
  assert.equal(run.history.length, held)
  run.resume()
  assert.equal((await run).history.length, 400)
})

test("fit asks for the samples of each epoch where they are drawn anew", async () => {
  const asked: number[] = []
  const anew: TrainingData = {
    epoch(epoch) {
      asked.push(epoch)
      return orderTask(32, epoch)
    },
  }
  await fit(orderNetwork(data), anew, { ...options, epochs: 4 })
  assert.deepEqual([...new Set(asked)], [1, 2, 3, 4])
})

test("a failure to give samples ends the run with that error", async () => {
  const broken: TrainingData = {
    epoch(epoch) {
      if (epoch === 2) throw new Error("no second epoch")
      return data
    },
  }
  await assert.rejects(async () => await fit(orderNetwork(data), broken, options), /no second epoch/)
})

test("best keeps the parameters of the epoch with the lowest validation loss", async () => {
  const validation = orderTask(40, 5)
  const run = fit(orderNetwork(data), data, { ...options, epochs: 30, validation })
  const trained = await run
  const best = trained.history.reduce((a, b) => (b.validationLoss! < a.validationLoss! ? b : a))
  assert.equal(accuracy(trained, validation), best.validationAccuracy)
})

test("fit refuses data of another shape, and says both shapes", () => {
  const other = network({ ...data, unitCount: 5 }, [readout(cubaLif())])
  assert.throws(() => fit(other, data, options), /the network has 5 inputs and the training samples 12 units/)
  const short = network({ ...data, steps: 10 }, [readout(cubaLif())])
  assert.throws(() => fit(short, data, options), /simulates 10 steps and the training samples have 40/)
  assert.throws(() => fit(orderNetwork(data), data.take(0), options), /there are no training samples/)
})

test("fit refuses steps of another length, and spoilt parameters, before it begins", () => {
  const slow = network({ ...data, dt: 2 }, [readout(cubaLif())])
  assert.throws(() => fit(slow, data, options), /runs steps of 2 ms and the training samples have steps of 1 ms/)
  const started = initialise(orderNetwork(data), data, { seed: 1 })
  const parameters = started.parameters!.map((p) => ({ ...p, weights: p.weights.map(() => Number.NaN) }))
  assert.throws(() => fit({ ...started, parameters }, data, options), /weight 0 of input -> hidden1 is NaN/)
})

test("fit names a loss, an optimiser or a schedule that is none, and the nearest one", () => {
  const refused = (change: object, message: RegExp) =>
    assert.throws(() => fit(orderNetwork(data), data, { ...options, ...change }), message)
  refused({ loss: { kind: "crossEntrpy", scale: 1 } }, /loss "crossEntrpy" is not known; did you mean "crossEntropy"/)
  refused({ loss: crossEntropy }, /fit: loss is the function crossEntropy itself; call it, as in crossEntropy\(\)/)
  refused({ optimiser: "adam" }, /fit: optimiser is "adam"; give what a function makes, as adam\({ rate: 5e-3 }\)/)
  refused({ optimiser: { ...adam(), kind: "adma" } }, /optimiser: kind "adma" is not known; did you mean "adam"/)
  refused({ schedule: { kind: "cosin" } }, /schedule: kind "cosin" is not known; did you mean "cosine"/)
  refused({ startRate: -1 }, /initialise: rate is -1; give spikes a neuron and step, above 0 and below 1/)
})

test("fit refuses epochs that are no number of passes", () => {
  assert.throws(() => fit(orderNetwork(data), data, { ...options, epochs: 1.5 }), /epochs is 1.5/)
})
