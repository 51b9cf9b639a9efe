import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import type { Activity } from "../../src/engine/index.js"
import { adam, diagnose, type FitOptions, fit, loadCheckpoint, saveCheckpoint } from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const data = orderTask()
const net = orderNetwork(data)
const common = { seed: 1, epochs: 4, optimiser: adam({ rate: 2e-2 }), threads: 1, quiet: true }
const train = async (options: Partial<FitOptions> = {}) => fit(net, data, { ...common, ...options })
/** Spikes a neuron of hidden1 has in a sample, in the last epoch. */
const countOf = ({ history }: Awaited<ReturnType<typeof train>>) => history[history.length - 1].rates[1] * net.steps

test("an upper bound makes a layer sparser, a lower one wakes it", async () => {
  const above: Activity = { hidden1: { upper: { spikes: 0.3, strength: 3 } } }
  const below: Activity = { hidden1: { lower: { spikes: 5, strength: 1 } } }
  const [plain, few, many, started] = await Promise.all([
    train({ epochs: 12 }),
    train({ epochs: 12, activity: above }),
    train({ epochs: 12, startRate: 0.01, activity: below }),
    train({ epochs: 12, startRate: 0.01 }),
  ])
  assert.ok(countOf(few) < 0.5 * countOf(plain), `${countOf(few)} spikes a neuron, ${countOf(plain)} without a bound`)
  assert.ok(countOf(many) > 2 * countOf(started), `${countOf(many)} spikes a neuron, ${countOf(started)} without`)
  const [first, last] = [few.history[0], few.history[11]].map(({ penalty }) => penalty!)
  assert.ok(last < 0.5 * first, `the penalty falls from ${first} to ${last}`)
})

test("penalties stand beside the loss: by epoch, by population, in the progress and in a diagnosis", async () => {
  const run = fit(net, data, { ...common, activity: { hidden1: { upper: { spikes: 0.5, strength: 0.2 } } } })
  const trained = await run
  for (const { penalty, diagnostics } of trained.history) {
    const [input, hidden, output] = diagnostics.penalties!
    assert.ok(penalty! > 0)
    assert.deepEqual([input, output], [0, 0])
    assert.equal(hidden, penalty)
  }
  assert.match(String(run), /loss \d\.\d{3} \+ \d\.\d{3} for activity/)
  const { layers } = diagnose(trained, data)
  assert.equal(layers[0].penalty, 0)
  assert.ok(layers[1].penalty! > 0)
  const plain = await train()
  assert.ok(plain.history.every((epoch) => !("penalty" in epoch) && !("penalties" in epoch.diagnostics)))
})

test("a training with bounds has the same bits on 2 threads, and goes on from a file to the same bits", async () => {
  const folder = mkdtempSync(join(tmpdir(), "activity-"))
  try {
    const path = join(folder, "half.safetensors")
    const activity: Activity = { hidden1: { lower: { spikes: 3 }, upper: { spikes: 5, of: "neuron" } } }
    const run = fit(net, data, { ...common, epochs: 2, activity })
    await run
    saveCheckpoint(await run.checkpoint(), path)
    const [whole, two, resumed] = await Promise.all([
      train({ activity }),
      train({ activity, threads: 2 }),
      fit(net, data, { resume: loadCheckpoint(path), epochs: 4, quiet: true }),
    ])
    assert.deepEqual(two.parameters, whole.parameters)
    assert.deepEqual(resumed.parameters, whole.parameters)
    assert.deepEqual(resumed.settings.activity, activity)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("fit refuses bounds of a population that is not there, before it begins", async () => {
  await assert.rejects(() => train({ activity: { hiden1: {} } }), /"hiden1" is not known; did you mean "hidden1"/)
})
