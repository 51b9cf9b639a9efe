import assert from "node:assert/strict"
import { test } from "node:test"
import { mean } from "d3-array"
import { normalise } from "../../src/datasets/index.js"
import { type Chart, countMap } from "../../src/plot/index.js"
import { countsByClass, SpikeDataset } from "../../src/spikes/index.js"
import { byHand, made } from "./views-example.js"
import { drawn, having } from "./well-formed.js"

const fields = (chart: Chart) =>
  (chart.spec.data as { values: string }).values
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number))

test("countMap shows the mean count of each unit in each class", async () => {
  const chart = countMap(byHand)
  assert.deepEqual(fields(chart), [
    [0, 0, 3],
    [0, 1, 1],
    [1, 0, 0],
    [1, 1, 2],
  ])
  const svg = await drawn(chart)
  assert.match(svg, />a</)
  assert.equal(svg.match(/mark-rect[\s\S]*?<\/g>/)![0].match(/<path/g)!.length, 4)
})

test("countMap's fields tell class, unit and count", () => {
  const [{ tooltip }] = having(countMap(byHand).spec, "tooltip")
  assert.deepEqual(
    (tooltip as { field: string }[]).map(({ field }) => field),
    ["class", "first", "count"],
  )
})

test("countMap shares fields among neighbours where there are many units, and stays small", async () => {
  const data = made({ samples: 20, units: 60, steps: 200 })
  const wide = new SpikeDataset({ ...data.fields(), unitCount: 2000, units: data.units.map((unit) => unit * 33) })
  const chart = countMap(wide)
  assert.equal(fields(chart).length, 2 * 1000)
  const counts = countsByClass(wide)
  assert.ok(Math.abs(mean(fields(chart), ([, , count]) => count)! - mean(counts)!) < 1e-3)
  const svg = await drawn(chart)
  assert.ok(svg.length < 120_000, String(svg.length))
})

test("countMap shows that all classes of a norm data set have the same counts", () => {
  const { norm, minimum } = normalise(made(), { seed: 1 })
  assert.deepEqual(
    fields(countMap(norm)).map(([, unit, count]) => [unit, count]),
    norm.classNames.flatMap(() => Array.from(minimum, (count, unit) => [unit, count])),
  )
})

test("countMap refuses a data set without samples", () => {
  assert.throws(() => countMap(byHand.take(0)), /countMap: by hand has no samples/)
})
