import assert from "node:assert/strict"
import { test } from "node:test"
import { accuracyAgainst } from "../../src/plot/index.js"
import { drawn, having } from "./well-formed.js"

const results = ["no delays", "delays"].flatMap((model, m) =>
  [1, 0, 0.5].flatMap((fraction) =>
    [1, 2].map((seed) => ({ model, fraction, seed, accuracy: 0.2 + 0.2 * m * (1 - fraction) + 0.02 * seed })),
  ),
)
const values = (spec: unknown, key: string) =>
  having(spec, "values")
    .flatMap((data) => data.values as Record<string, number>[])
    .filter((row) => key in row)

test("accuracyAgainst draws mean and standard deviation of the repeats, levels ascending", async () => {
  const chart = accuracyAgainst(results, "fraction", { by: "model" })
  const delays = values(chart.spec, "mean").filter((row) => (row.name as unknown) === "delays")
  assert.deepEqual(
    delays.map(({ level, mean, count }) => [level, Number(mean.toFixed(6)), count]),
    [
      [0, 0.43, 2],
      [0.5, 0.33, 2],
      [1, 0.23, 2],
    ],
  )
  assert.ok(delays.every((row) => Math.abs(row.deviation - 0.02 / Math.SQRT2) < 1e-9))
  const svg = await drawn(chart)
  assert.match(svg, /no delays/)
})

test("accuracyAgainst shows every repeat as a point beside the mean", () => {
  const points = values(accuracyAgainst(results, "fraction", { by: "model" }).spec, "value")
  assert.equal(points.length, results.length)
})

test("accuracyAgainst lets the legend pick a line, and marks tell their numbers", () => {
  const { spec } = accuracyAgainst(results, "fraction", { by: "model" })
  assert.deepEqual(
    having(spec, "bind").map(({ name, bind }) => [name, bind]),
    [["picked", "legend"]],
  )
  const tooltips = having(spec, "tooltip").map(({ tooltip }) =>
    (tooltip as { field: string }[]).map(({ field }) => field),
  )
  assert.deepEqual(tooltips, [
    ["name", "level", "mean", "deviation", "count"],
    ["name", "level", "value"],
  ])
})

test("accuracyAgainst draws chance where it is given", async () => {
  const svg = await drawn(accuracyAgainst(results, "fraction", { by: "model", chance: 0.1 }))
  assert.match(svg, />chance</)
  assert.doesNotMatch(await drawn(accuracyAgainst(results, "fraction", { by: "model" })), />chance</)
})

test("accuracyAgainst puts panels side by side on one scale", async () => {
  const rows = ["whole", "norm"].flatMap((variant, v) =>
    results.map((row) => ({ ...row, variant, accuracy: row.accuracy + 0.3 * (1 - v) })),
  )
  const chart = accuracyAgainst(rows, "fraction", { by: "model", across: "variant" })
  const panels = chart.spec.concat as { title: string }[]
  assert.deepEqual(
    panels.map(({ title }) => title),
    ["whole", "norm"],
  )
  const tops = having(chart.spec, "y").flatMap(
    ({ y }) => (y as { scale?: { domain: number[] } }).scale?.domain[1] ?? [],
  )
  assert.equal(new Set(tops).size, 1)
  await drawn(chart)
})

test("accuracyAgainst fits a row of panels into a page's width, and lets further ones begin a new row", async () => {
  const rows = ["a", "b", "c", "d"].flatMap((place) => results.map((row) => ({ ...row, place })))
  const options = {
    by: "model",
    across: "place",
    levelTitle: "share of the place's spikes moved at random, f",
  } as const
  const svg = await drawn(accuracyAgainst(rows, "fraction", options))
  const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number)
  assert.ok(width > 600 && width < 900, `${width} pixels wide`)
  assert.ok(height > 600, `${height} pixels high`)
})

test("accuracyAgainst needs no column to tell lines apart, and one repeat has no deviation", async () => {
  const chart = accuracyAgainst([{ jitter: 5, accuracy: 0.4 }], "jitter")
  assert.deepEqual(
    values(chart.spec, "mean").map(({ mean, deviation }) => [mean, deviation]),
    [[0.4, 0]],
  )
  await drawn(chart)
})

test("accuracyAgainst says which row lacks a number", () => {
  const broken = [...results.slice(0, 1), { model: "delays", fraction: 0.1, seed: 1 }]
  assert.throws(
    () => accuracyAgainst(broken, "fraction"),
    /accuracyAgainst: "accuracy" is missing in row 1; its columns are model, fraction, seed\./,
  )
  assert.throws(() => accuracyAgainst([], "fraction" as never), /accuracyAgainst: there are no rows to show yet/)
})
