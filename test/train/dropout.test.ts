import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { saveNetwork } from "../../src/network/index.js"
import {
  adam,
  type FitOptions,
  fit,
  initialise,
  loadCheckpoint,
  loadTrained,
  outputCounts,
  saveCheckpoint,
  Trainer,
} from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const data = orderTask()
const net = orderNetwork(data)
const common = { seed: 1, epochs: 3, optimiser: adam({ rate: 2e-2 }), threads: 1, quiet: true }
const train = async (options: Partial<FitOptions> = {}) => fit(net, data, { ...common, ...options })

test("a training with dropout has the same bits on 1, 2 and 4 threads, and others than one without", async () => {
  const [plain, dropped, ...same] = await Promise.all([
    train(),
    train({ dropout: 0.3 }),
    train({ dropout: 0.3, threads: 2 }),
    train({ dropout: 0.3, threads: 4 }),
  ])
  for (const { parameters } of same) assert.deepEqual(parameters, dropped.parameters)
  assert.notDeepEqual(dropped.parameters, plain.parameters)
})

test("one share means the hidden populations; a share of 0 leaves a training as it is", async () => {
  const [one, named, none, plain] = await Promise.all([
    train({ dropout: 0.3 }),
    train({ dropout: { hidden1: 0.3 } }),
    train({ dropout: 0 }),
    train(),
  ])
  assert.deepEqual(one.settings.dropout, { hidden1: 0.3 })
  assert.deepEqual(one.parameters, named.parameters)
  assert.deepEqual(none.parameters, plain.parameters)
})

test("other neurons are silent in another epoch, and validation knows no dropout", async () => {
  const started = initialise(net, data, { seed: 1 })
  const run = fit(started, data, { ...common, dropout: 0.5 })
  await run.stop()
  // nothing moves: what differs between epochs is what was silent
  const still = { ...run.settings, optimiser: adam({ rate: 0, delayRate: 0 }) }
  const trainer = new Trainer(started, still, data)
  const [first, second] = [1, 2].map(() => trainer.epoch(data, () => true)!)
  assert.notEqual(first.loss, second.loss)
  assert.equal(first.validationLoss, second.validationLoss)
  const plain = new Trainer(started, { ...still, dropout: undefined }, data).epoch(data, () => true)!
  assert.equal(first.validationLoss, plain.validationLoss)
  assert.ok(Math.abs(plain.loss - plain.validationLoss!) < 1e-6)
})

test("a training with dropout goes on from a checkpoint to the same bits, through a file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dropout-"))
  try {
    const path = join(folder, "half.safetensors")
    const whole = await train({ epochs: 6, dropout: 0.3 })
    const run = fit(net, data, { ...common, epochs: 2, dropout: 0.3 })
    await run
    saveCheckpoint(await run.checkpoint(), path)
    const resumed = await fit(net, data, { resume: loadCheckpoint(path), epochs: 6, quiet: true })
    assert.deepEqual(resumed.settings.dropout, { hidden1: 0.3 })
    assert.deepEqual(resumed.parameters, whole.parameters)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("left within an epoch, it silences the same neurons when it goes on", async () => {
  const started = initialise(net, data, { seed: 1 })
  const run = fit(started, data, { ...common, batchSize: 16, dropout: 0.4 })
  await run.stop()
  const [whole, left] = [1, 2].map(() => new Trainer(started, run.settings))
  whole.epoch(data, () => true)
  assert.equal(
    left.epoch(data, (done) => done < 2),
    undefined,
  )
  const goes = new Trainer(started, run.settings, undefined, left.state)
  goes.epoch(data, () => true)
  assert.deepEqual(goes.state.parameters, whole.state.parameters)
})

test("what was trained with dropout is saved with it, and is evaluated without", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dropout-"))
  try {
    const path = join(folder, "trained.safetensors")
    const trained = await train({ dropout: { input: 0.1, hidden1: 0.2 } })
    saveNetwork(trained, path)
    const loaded = loadTrained(path)
    assert.deepEqual(loaded.settings.dropout, { input: 0.1, hidden1: 0.2 })
    const { parameters } = loaded
    assert.deepEqual(outputCounts(loaded, data), outputCounts({ ...net, parameters }, data))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("fit refuses dropout that fits no population, before it begins", async () => {
  await assert.rejects(() => train({ dropout: { hiden1: 0.2 } }), /population "hiden1" is not known; did you mean/)
  await assert.rejects(() => train({ dropout: 1 }), /share of hidden1 is 1; give a share/)
})
