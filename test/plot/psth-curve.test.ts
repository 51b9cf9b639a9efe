import assert from "node:assert/strict"
import { test } from "node:test"
import { sum } from "d3-array"
import { type Chart, psthCurve } from "../../src/plot/index.js"
import { byHand, made } from "./views-example.js"
import { drawn, having } from "./well-formed.js"

type Row = { name: string; from: number; to: number; spikes: number }
const rows = (chart: Chart) => (chart.spec.data as { values: Row[] }).values

test("psthCurve shows spikes a sample in each bin, in milliseconds", async () => {
  const chart = psthCurve(byHand, { bin: 25 })
  assert.deepEqual(
    rows(chart).map(({ from, to, spikes }) => [from, to, spikes]),
    [
      [0, 25, 2],
      [25, 50, 1],
    ],
  )
  assert.match(await drawn(chart), /spikes a sample in 25 ms/)
})

test("psthCurve compares data sets over the same bins, and the legend picks one", async () => {
  const chart = psthCurve({ long: made({ steps: 1000 }), short: made({ steps: 300, dt: 1 }) })
  assert.equal(rows(chart)[0].to, 20)
  for (const name of ["long", "short"]) {
    const total = sum(
      rows(chart).filter((row) => row.name === name),
      (row) => row.spikes,
    )
    assert.ok(total > 0)
  }
  assert.deepEqual(having(chart.spec, "bind"), [
    { name: "picked", select: { type: "point", fields: ["name"] }, bind: "legend" },
  ])
  assert.match(await drawn(chart), />short</)
})

test("psthCurve's bins tell from when to when, and how many", () => {
  const [{ tooltip }] = having(psthCurve(byHand).spec, "tooltip")
  assert.deepEqual(
    (tooltip as { field: string }[]).map(({ field }) => field),
    ["from", "to", "spikes"],
  )
})

test("psthCurve refuses bins that steps do not fill, what is no data set, and none", () => {
  assert.throws(() => psthCurve(byHand, { bin: 7 }), /psthCurve: a bin of 7 ms is no whole number of steps of 5 ms/)
  assert.throws(() => psthCurve({ a: [1] as never }), /psthCurve: a is no data set/)
  assert.throws(() => psthCurve({}), /psthCurve: there is no data set to show/)
  assert.throws(() => psthCurve(byHand.take(0)), /psthCurve: by hand has no samples/)
})
