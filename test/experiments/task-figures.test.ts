import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import {
  coincidenceFigure,
  coincidenceNetwork,
  coincidenceTraining,
  crossIsiFigure,
  isiFigure,
  rowsOf,
} from "../../src/experiments/index.js"
import { coincidence } from "../../src/tasks/index.js"
import { type FitOptions, fit } from "../../src/train/index.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-tasks-"))
process.env.SPIKETIME_RESULTS = folder
after(() => rmSync(folder, { recursive: true }))

test("the interval figures train and measure each model at each level, and draw", async () => {
  for (const figure of [isiFigure({ scale: "smoke" }), crossIsiFigure({ scale: "smoke" })]) {
    const rows = await figure.run()
    assert.equal(rows.length, 15)
    for (const { accuracy } of rows) assert.ok(accuracy >= 0 && accuracy <= 1)
    assert.match(figure.definition.chart(rows).toString(), /accuracy against level/)
  }
})

test("a network learns intervals inside a neuron that counts do not tell", async () => {
  const sizes = { points: 1500, duration: 2000, levels: { randomise: [0] }, epochs: 6 }
  const rows = await isiFigure({ scale: "smoke", ...sizes, models: ["count MLP", "no delays"] }).run()
  const [counts, network] = rows.map(({ accuracy }) => accuracy)
  // rate alone allows .676; 270 test samples: three standard errors are .09
  assert.ok(counts < 0.77, `counts ${counts}`)
  assert.ok(network > 0.85, `network ${network}`)
})

test("a step is varied for randomise only, and all perturbations share the rows at level 0", () => {
  const { conditions } = crossIsiFigure({
    scale: "smoke",
    dts: [10, 5],
    models: ["no delays"],
    levels: { randomise: [0, 1], jitter: [0, 30] },
  })
  assert.equal(conditions.length, 5)
  const levels = rowsOf(conditions, "jitter").map(({ dt, level }) => [dt, level])
  assert.deepEqual(levels, [
    [10, 0],
    [10, 30],
  ])
})

test("what stays as it was drawn stands beside the networks that learn, at one step size", async () => {
  const controls = ["frozen hidden", "frozen hidden, fixed delays", "delay line"] as const
  const sizes = { dts: [10, 5], levels: { randomise: [0, 1], jitter: [30] }, models: controls }
  const { conditions } = isiFigure({ scale: "smoke", ...sizes })
  assert.deepEqual(
    conditions.map(({ dt, perturbation, model }) => [dt, perturbation, model]),
    [...controls, ...controls].map((model) => [10, "randomise", model]),
  )
  const rows = await isiFigure({ scale: "smoke", ...sizes, levels: { randomise: [0] } }).run()
  for (const { accuracy } of rows) assert.ok(accuracy > 0.3 && accuracy <= 1)
})

test("three hidden neurons learn coincidence, and the observers stand beside once", async () => {
  const sizes = { samplesPerClass: 150, levels: [0], epochs: 40, hidden: [3, 8] }
  const rows = await coincidenceFigure({ scale: "smoke", ...sizes }).run()
  assert.deepEqual(
    rows.map(({ model, hidden }) => [model, hidden]),
    [
      ["count MLP", 3],
      ["no delays", 3],
      ["ideal observer", 3],
      ["no delays", 8],
    ],
  )
  assert.equal(rows[2].accuracy, 1)
  assert.ok(rows[1].accuracy > 0.8, `three hidden neurons ${rows[1].accuracy}`)
  assert.ok(rows[3].accuracy > 0.9, `eight hidden neurons ${rows[3].accuracy}`)
})

test("coins and steps of coincidence are varied one at a time, and controls stand at the first of each", () => {
  const { conditions } = coincidenceFigure({ scale: "paper", seeds: [1], levels: [0.5] })
  const where = (model: string) =>
    conditions.filter((condition) => condition.model === model).map(({ coin, dt, hidden }) => [coin, dt, hidden])
  assert.deepEqual(where("delay line"), [["fair", 1, 3]])
  assert.deepEqual(where("frozen hidden"), [["fair", 1, 3]])
  assert.deepEqual(where("trained delays"), [
    ["fair", 1, 3],
    ["fair", 1, 30],
    ["fair", 2, 3],
    ["fair", 2, 30],
    ["balanced", 1, 3],
    ["balanced", 1, 30],
  ])
})

test("the recipe of coincidence keeps neurons alive that loss alone silences for good", async () => {
  // start and samples from which loss alone ends in silence
  const seed = 2
  const train = coincidence({ level: 0.3, seed, samplesPerClass: 200, dt: 10 })
  const silent = async (options: Partial<FitOptions>) => {
    const net = coincidenceNetwork(train, { delays: "none" })
    const { history } = await fit(net, train, { ...options, seed, epochs: 5, quiet: true })
    return history[4].diagnostics.silent.slice(1)
  }
  const { activity, ...lossAlone } = coincidenceTraining(train)
  assert.ok(activity)
  assert.deepEqual(await silent(lossAlone), [1, 1])
  assert.deepEqual(await silent({ ...lossAlone, activity }), [0, 0])
})
