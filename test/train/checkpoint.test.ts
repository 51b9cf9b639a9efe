import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import {
  axonal,
  constantsOf,
  cubaLif,
  dense,
  loadNetwork,
  network,
  readout,
  saveNetwork,
  srmAlpha,
  tcLif,
} from "../../src/network/index.js"
import {
  adam,
  type Checkpoint,
  cosine,
  crossEntropy,
  type FitOptions,
  fit,
  growingCeiling,
  loadCheckpoint,
  nadam,
  type Optimiser,
  saveCheckpoint,
  sgd,
  type TrainedNetwork,
} from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const folder = mkdtempSync(join(tmpdir(), "checkpoint-"))
after(() => rmSync(folder, { recursive: true, force: true }))

const data = orderTask()
const validation = orderTask(40, 5)
const options: FitOptions = {
  seed: 3,
  epochs: 8,
  validation,
  loss: crossEntropy({ scale: 1 }),
  schedule: cosine(),
  startRate: 0.15,
  batchSize: 16,
  threads: 1,
}

/** Everything about a training but how long it took, and without the methods that show it. */
const timeless = ({ history, ...rest }: TrainedNetwork) =>
  structuredClone({ ...rest, history: history.map((epoch) => ({ ...epoch, seconds: 0 })) })

/** A training that was stopped within its third epoch, and its checkpoint through a file. */
async function interrupted(optimiser: Optimiser): Promise<Checkpoint> {
  const run = fit(orderNetwork(data), data, { ...options, optimiser, epochs: options.epochs })
  run.pause()
  await pausedIn(run, 2)
  const checkpoint = await run.checkpoint()
  void run.stop()
  await run
  const path = join(folder, `${optimiser.kind}.safetensors`)
  saveCheckpoint(checkpoint, path)
  const loaded = loadCheckpoint(path)
  assert.deepEqual(structuredClone(loaded), structuredClone(checkpoint))
  return loaded
}

/** Lets a paused run go on, epoch by epoch, until `epochs` are done. */
async function pausedIn(run: ReturnType<typeof fit>, epochs: number): Promise<void> {
  run.resume()
  for await (const { epoch } of run) {
    if (epoch >= epochs) break
  }
  run.pause()
}

for (const optimiser of [adam({ rate: 1e-2 }), nadam({ rate: 1e-2 }), sgd({ rate: 0.1, beta1: 0.9 })]) {
  test(`a training with ${optimiser.kind} goes on from a checkpoint to the bits of one that was never stopped`, async () => {
    const whole = await fit(orderNetwork(data), data, { ...options, optimiser })
    const checkpoint = await interrupted(optimiser)
    assert.ok(checkpoint.state.history.length >= 2)
    const rest = await fit(orderNetwork(data), data, { resume: checkpoint, validation })
    assert.deepEqual(timeless(rest), timeless(whole))
  })
}

test("trained constants are in every snapshot of a running training, and come through a file to the bit", async () => {
  const neuron = cubaLif({ tauMembrane: 40, tauSynapse: 20, trainTau: "each" })
  const net = network(data, [dense(6, neuron), readout(tcLif({ trainBeta: "shared" }))])
  const whole = await fit(net, data, options)
  const run = fit(net, data, options)
  const start = constantsOf(run.network)
  await pausedIn(run, 2)
  const checkpoint = await run.checkpoint()
  const seen = constantsOf(run.network)
  void run.stop()
  await run
  const path = join(folder, "constants.safetensors")
  saveCheckpoint(checkpoint, path)
  const loaded = loadCheckpoint(path)
  assert.deepEqual(structuredClone(loaded), structuredClone(checkpoint))
  assert.deepEqual(constantsOf(loaded.network), start)
  const all = (of: typeof start) => [...of.hidden1.tauMembrane, ...of.hidden1.tauSynapse, ...of.output.beta1]
  const saved = constantsOf(loadNetwork(path))
  for (const now of [seen, saved]) assert.ok(all(now).every((value, k) => value > 0 && value !== all(start)[k]))
  assert.ok(loaded.state.optimiser.mean[0].constants!.some((value) => value !== 0))
  const rest = await fit(net, data, { resume: loaded, validation })
  assert.deepEqual(timeless(rest), timeless(whole))
})

test("a checkpoint may stand within an epoch", async () => {
  const whole = await fit(orderNetwork(data), data, { ...options, batchSize: 1 })
  const run = fit(orderNetwork(data), data, { ...options, batchSize: 1 })
  await pausedIn(run, 1)
  const checkpoint = await run.checkpoint()
  const { partial } = checkpoint.state
  assert.ok(partial && partial.batches > 0 && partial.batches <= 64, JSON.stringify(partial))
  await run.stop()
  const path = join(folder, "within.safetensors")
  saveCheckpoint(checkpoint, path)
  const rest = await fit(orderNetwork(data), data, { resume: loadCheckpoint(path), validation })
  assert.deepEqual(timeless(rest), timeless(whole))
})

test("a stopped run has a checkpoint too, and a finished one", async () => {
  const whole = await fit(orderNetwork(data), data, options)
  const run = fit(orderNetwork(data), data, options)
  for await (const { epoch } of run) if (epoch === 3) void run.stop()
  assert.equal((await run).stopped, true)
  const rest = fit(orderNetwork(data), data, { resume: await run.checkpoint(), validation })
  const seen: number[] = []
  for await (const { epoch } of rest) seen.push(epoch)
  assert.ok(seen[0] >= 4 && seen.at(-1) === 8, `${seen}`)
  assert.deepEqual(timeless(await rest), timeless(whole))
  // nothing is left to do: the result is there at once
  const again = fit(orderNetwork(data), data, { resume: await rest.checkpoint(), validation })
  assert.deepEqual(timeless(await again), timeless(whole))
})

test("a finished training can go on for more epochs", async () => {
  const constantRate = { ...options, schedule: undefined }
  const run = fit(orderNetwork(data), data, { ...constantRate, epochs: 3 })
  await run
  const longer = await fit(orderNetwork(data), data, { resume: await run.checkpoint(), validation, epochs: 6 })
  const whole = await fit(orderNetwork(data), data, { ...constantRate, epochs: 6 })
  assert.deepEqual(longer.parameters, whole.parameters)
})

test("patience and the ceiling of delays count on across a checkpoint", async () => {
  const ceiling = growingCeiling({ start: 10, from: 1, every: 2, share: 0.5, within: 40 })
  const settings = { ...options, ceiling, optimiser: adam({ rate: 1e-2, delayRate: 0.5 }) }
  const whole = fit(orderNetwork(data), data, settings)
  const { parameters } = await whole
  const half = fit(orderNetwork(data), data, settings)
  await pausedIn(half, 4)
  const checkpoint = await half.checkpoint()
  await half.stop()
  const rest = fit(orderNetwork(data), data, { resume: checkpoint, validation })
  assert.deepEqual((await rest).parameters, parameters)
  const { ceilings } = (await rest.checkpoint()).state
  assert.deepEqual(ceilings, (await whole.checkpoint()).state.ceilings)
  // after epochs 3, 5 and 7; the second connection has no delays
  assert.deepEqual(ceilings, [{ steps: 13, waited: 1 }, null])
})

test("a checkpoint's file also gives its network", async () => {
  const run = fit(orderNetwork(data), data, { ...options, epochs: 2 })
  await run
  const path = join(folder, "net.safetensors")
  const checkpoint = await run.checkpoint()
  saveCheckpoint(checkpoint, path)
  const net = loadNetwork(path)
  assert.deepEqual(net.parameters, checkpoint.state.parameters)
  assert.deepEqual(net.initial, checkpoint.network.parameters)
  assert.equal("checkpoint" in net, false)
})

test("fit refuses a checkpoint that does not fit, and says what to do", async () => {
  const run = fit(orderNetwork(data), data, { ...options, epochs: 2 })
  await run
  const resume = await run.checkpoint()
  const net = orderNetwork(data)
  const other = network(data, [readout(srmAlpha())], { inputDelay: axonal({ max: 20 }) })
  assert.throws(() => fit(other, data, { resume, validation }), /not the one of the checkpoint/)
  assert.throws(() => fit(net, data, { resume, validation, seed: 4 }), /seed is 4 and the checkpoint's training has 3/)
  assert.throws(() => fit(net, data, { resume, validation, epochs: 1 }), /stands after 2/)
  assert.throws(() => fit(net, data, { resume }), /had validation samples; give the same again/)
})

test("a network's file is no checkpoint", async () => {
  const path = join(folder, "network.safetensors")
  saveNetwork(await fit(orderNetwork(data), data, { ...options, epochs: 1 }), path)
  assert.throws(() => loadCheckpoint(path), /holds a network, no checkpoint; loadNetwork\(\) reads it/)
})
