import assert from "node:assert/strict"
import test from "node:test"
import { countMlp } from "../../src/baselines/index.js"
import { tensorflow } from "../../src/engine/tfjs/index.js"
import { twoClasses } from "./example.js"

const counts = twoClasses("counts", { samples: 80, seed: 1 })
const options = { seed: 1, epochs: 8, hidden: [16], rate: 1e-2 }

test("countMlp learns classes that differ in spike counts", async () => {
  const mlp = await countMlp(counts, options)
  assert.ok(mlp.accuracy(twoClasses("counts", { samples: 60, seed: 2 })) > 0.95)
  assert.equal(mlp.history.length, 8)
  assert.equal(mlp.stopped, false)
})

test("countMlp is at chance where only timing differs: it decides for one class", async () => {
  const timing = twoClasses("timing", { samples: 80, seed: 1 })
  const mlp = await countMlp(timing, options)
  assert.equal(mlp.accuracy(timing), 0.5)
})

test("countMlp gives the same numbers for the same seed and others for another", async () => {
  const [a, b, c] = await Promise.all([
    countMlp(counts, options),
    countMlp(counts, options),
    countMlp(counts, { ...options, seed: 2 }),
  ])
  assert.deepEqual(a.layers, b.layers)
  assert.notDeepEqual(a.layers, c.layers)
})

test("countMlp keeps the epoch with the lowest validation loss", async () => {
  // the validation labels are turned round, so that learning can only hurt
  const held = counts.with({ labels: counts.labels.map((label) => 1 - label) })
  const mlp = await countMlp(counts, { ...options, validation: held })
  const losses = mlp.history.map(({ validationLoss }) => validationLoss!)
  assert.ok(losses[0] < losses[losses.length - 1])
  const first = await countMlp(counts, { ...options, epochs: 1 })
  assert.deepEqual(mlp.layers, first.layers)
})

test("countMlp takes fresh samples for each epoch", async () => {
  const asked: number[] = []
  const epoch = (index: number) => {
    asked.push(index)
    return twoClasses("counts", { samples: 20, seed: index })
  }
  await countMlp({ epoch }, { ...options, epochs: 3 })
  assert.deepEqual(asked, [1, 2, 3])
})

test("countMlp can be iterated, lets other work go on, and ends early with what it has learned", async () => {
  const abort = new AbortController()
  const run = countMlp(counts, { ...options, epochs: 500, signal: abort.signal })
  let ticks = 0
  const ticking = setInterval(() => ticks++, 1)
  const seen: number[] = []
  for await (const { epoch } of run) {
    seen.push(epoch)
    if (epoch === 5) abort.abort()
  }
  clearInterval(ticking)
  const mlp = await run
  assert.deepEqual(seen.slice(0, 5), [1, 2, 3, 4, 5])
  assert.ok(seen.length < 20)
  assert.ok(ticks > 0)
  assert.equal(mlp.stopped, true)
  assert.equal(run.progress.state, "stopped")
  assert.ok(mlp.accuracy(counts) > 0.5)
})

test("countMlp leaves no tensor behind", async () => {
  const tf = await tensorflow()
  const before = tf.memory().numTensors
  await countMlp(counts, options)
  assert.equal(tf.memory().numTensors, before)
})

test("countMlp refuses what it cannot train on, and says why", async () => {
  assert.throws(() => countMlp(counts.take(0), options), /no training samples/)
  assert.throws(() => countMlp(counts, { ...options, epochs: 0 }), /epochs is 0/)
  assert.throws(() => countMlp(counts, { ...options, hidden: [0] }), /hidden size is 0/)
  assert.throws(() => countMlp(counts, { ...options, rate: -1 }), /rate is -1/)
  const mlp = await countMlp(counts, { ...options, epochs: 1 })
  assert.throws(() => mlp.accuracy(counts.with({ unitCount: 9 })), /fitted to 8 units, and "counts" has 9/)
  assert.throws(() => mlp.accuracy(counts.take(0)), /no samples/)
})
