import assert from "node:assert/strict"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import {
  byOrder,
  channelFigure,
  controlFigure,
  delayFigure,
  deletionFigure,
  hiddenLayerFigure,
  jitterFigure,
  levelMatrixFigure,
  reversalFigure,
  shiftFigure,
  splitFigure,
} from "../../src/experiments/index.js"
import { loadTrained } from "../../src/train/index.js"
import { words } from "./words.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-speech-"))
process.env.SPIKETIME_RESULTS = folder
after(() => rmSync(folder, { recursive: true }))
const networks = join(folder, "networks")
const data = words(200)
const once = { data, scale: "smoke", epochs: 15 } as const
const options = { ...once, models: ["no delays"], repeats: 2 } as const

test("deletion is trained at its level and clean, tested with repeats, and says how many spikes are lost", async () => {
  const rows = await deletionFigure({ ...options, levels: [0, 0.5] }).run()
  assert.deepEqual(
    rows.map(({ training, level }) => [training, level]),
    [
      ["at its level", 0],
      ["at its level", 0.5],
      ["clean", 0],
      ["clean", 0.5],
    ],
  )
  for (const { level, accuracy, accuracies, lost } of rows) {
    assert.equal(accuracies.length, 2)
    assert.ok(Math.abs(accuracy - (accuracies[0] + accuracies[1]) / 2) < 1e-12)
    assert.ok(Math.abs(lost - level) < 0.1)
  }
  assert.equal(rows[0].accuracy, rows[2].accuracy)
})

test("a shift merges spikes at the edges and says how many; jitter loses none", async () => {
  // on norm, channels here have one spike each: nothing to merge
  const [shifted] = await shiftFigure({ ...options, variant: "part", levels: [25], trainings: ["clean"] }).run()
  assert.ok(shifted.lost > 0.02, `lost ${shifted.lost}`)
  const [jittered] = await jitterFigure({ ...options, levels: [25], trainings: ["clean"] }).run()
  assert.equal(jittered.lost, 0)
})

test("figures share the network that was trained on clean spikes, also with one that comes later", async () => {
  const before = readdirSync(networks)
  const rows = await levelMatrixFigure({ ...options, fractions: [0, 1] }).run()
  const added = readdirSync(networks).filter((name) => !before.includes(name))
  assert.equal(rows.length, 4)
  assert.equal(added.length, 1)
  const at = (trained: number, tested: number) => rows.find((row) => row.trained === trained && row.tested === tested)!
  assert.ok(at(0, 0).accuracy > at(0, 1).accuracy, "moved spikes are read as well as clean ones")
})

test("a damaged network is trained anew", async () => {
  for (const name of readdirSync(networks)) writeFileSync(join(networks, name), "no network")
  const [row] = await deletionFigure({ ...options, levels: [0], repeats: 1 }).run()
  const [again] = await jitterFigure({ ...options, levels: [0], trainings: ["clean"], repeats: 1 }).run()
  assert.equal(row.accuracy, again.accuracy)
})

test("reversal tests four orders of time, by lot and on unheard speakers", async () => {
  const rows = await reversalFigure({ ...options, fractions: [0] }).run()
  assert.deepEqual(
    rows.map(({ by }) => by),
    ["random", "speaker"],
  )
  const [{ forward, reversed, "synchrony shuffled": shuffled }] = rows
  assert.ok(forward > 0.5 && reversed < forward && shuffled < forward, JSON.stringify(rows[0]))
  assert.equal(byOrder(rows).length, 8)
})

test("perturbed behind a hidden layer, a network does as it does when nothing is perturbed at level 0", async () => {
  const before = readdirSync(networks).length
  const rows = await hiddenLayerFigure({
    ...options,
    clean: { places: ["input", "hidden1", "hidden2"], levels: { randomise: [0, 1], reverse: [1] } },
    atItsLevel: { places: [], levels: {} },
  }).run()
  const clean = rows.filter(({ level, perturbation }) => level === 0 && perturbation === "randomise")
  assert.equal(new Set(clean.map(({ accuracy }) => accuracy)).size, 1)
  assert.equal(rows.length, 9)
  assert.equal(readdirSync(networks).length, before, "the network trained on clean spikes is there already")
})

test("a network is trained with a hidden layer's spikes perturbed, but for level 0, where it is the clean one", async () => {
  const before = readdirSync(networks)
  const rows = await hiddenLayerFigure({
    ...options,
    clean: { places: ["hidden1"], levels: { randomise: [0, 1] } },
    atItsLevel: { places: ["hidden1"], levels: { randomise: [0, 1] } },
  }).run()
  const at = (training: string, level: number) => rows.find((row) => row.training === training && row.level === level)!
  assert.equal(at("at its level", 0).accuracy, at("clean", 0).accuracy)
  const [added, ...others] = readdirSync(networks).filter((name) => !before.includes(name))
  assert.equal(others.length, 0)
  const { settings } = loadTrained(join(networks, added))
  assert.deepEqual(settings.probe, { hidden1: { kind: "randomise", fraction: 1 } })
})

test("splits compare speakers with lots, and fresh subsets with one", async () => {
  const rows = await splitFigure({ ...once, models: ["count MLP", "no delays"] }).run()
  assert.equal(rows.length, 8)
  assert.ok(rows.every(({ accuracy, reversed }) => accuracy >= 0 && reversed >= 0))
})

test("what was split by speaker is trained anew for the same spikes of other speakers, what was split by lot is not", async () => {
  const only = { ...once, models: ["count MLP"] } as const
  const known = splitFigure(only)
  await known.run()
  const others = splitFigure({ ...only, data: data.with({ speakers: data.speakers!.map((who) => (who + 1) % 3) }) })
  for (const condition of others.conditions) {
    assert.ok(known.stored(condition))
    assert.equal(others.stored(condition) === undefined, condition.by === "speaker")
  }
})

test("splits take the public test file too where there is one, and the paper's way by position on demand", async () => {
  const sources = Uint16Array.from({ length: data.length }, (_, s) => Number(s % 4 === 0))
  const counts = { ...once, models: ["count MLP"] } as const
  const ways = (rows: readonly { by: string }[]) => [...new Set(rows.map(({ by }) => by))]
  assert.deepEqual(ways(await splitFigure({ ...counts, data: data.with({ sources }) }).run()), [
    "random",
    "speaker",
    "file",
  ])
  assert.deepEqual(ways(await splitFigure({ ...counts, by: ["position"] }).run()), ["position"])
})

test("delays within one step stay there when fixed, and move when trained", async () => {
  const [fixed, trained] = await delayFigure({ ...once, starts: ["narrow"] }).run()
  assert.equal(fixed.moved1 + fixed.moved2, 0)
  assert.ok(trained.moved1 > 0.5 && trained.moved2 > 0.5, JSON.stringify(trained))
})

test("all controls can be trained, and the frozen ones keep their hidden weights", async () => {
  rmSync(networks, { recursive: true })
  const rows = await controlFigure({ ...once, variants: ["norm"], epochs: 2 }).run()
  assert.deepEqual(
    rows.map(({ model }) => model),
    ["count MLP", "frozen hidden, fixed delays", "delay line"],
  )
  const frozen = readdirSync(networks)
    .map((name) => loadTrained(join(networks, name)))
    .filter(({ settings }) => settings.optimiser.factors)
  assert.equal(frozen.length, 1)
  const { initial, parameters } = frozen[0]
  assert.deepEqual(parameters!.slice(0, 2), initial!.slice(0, 2))
  assert.notDeepEqual(parameters![2], initial![2])
})

test("a band's timing is worth what the network loses without it", async () => {
  const rows = await channelFigure({ ...options, bands: 3 }).run()
  assert.deepEqual(
    rows.map(({ channels }) => channels),
    [4, 4, 4],
  )
  for (const { clean, accuracy, drop } of rows) assert.equal(drop, clean - accuracy)
})
