import assert from "node:assert/strict"
import { test } from "node:test"
import { displaySymbol } from "../../src/display/index.js"
import { Chart } from "../../src/plot/index.js"

const spec = {
  title: "Two points",
  data: { values: [{ x: 1 }, { x: 2 }] },
  mark: "point",
  encoding: { x: { field: "x", type: "quantitative" } },
}
const show = (chart: Chart) => chart[displaySymbol]()

test("a chart shows itself as a live chart, a picture and one line of text, and not as HTML", async () => {
  const bundle = await show(new Chart(spec))
  assert.deepEqual(Object.keys(bundle), ["application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"])
  assert.equal(bundle["text/plain"], "Two points")
})

test("a chart's live form is plain JSON that names Vega-Lite 5", async () => {
  const live = (await show(new Chart(spec)))["application/vnd.vegalite.v5+json"] as Record<string, unknown>
  assert.deepEqual(JSON.parse(JSON.stringify(live)), live)
  assert.match(live.$schema as string, /vega-lite\/v5/)
})

test("a chart does not change by being shown", async () => {
  const chart = new Chart(spec)
  const before = structuredClone(chart.spec)
  await show(chart)
  assert.deepEqual(chart.spec, before)
})

test("with changes one property of a chart and leaves the chart itself as it was", async () => {
  const chart = new Chart(spec)
  const renamed = chart.with({ title: "Points" })
  assert.equal(chart.spec.title, "Two points")
  assert.deepEqual(renamed.spec, { ...chart.spec, title: "Points" })
  assert.match(await renamed.svg(), /Points/)
})

test("with changes the still picture too, where a chart has one of its own", async () => {
  const chart = new Chart(spec, { still: { ...spec, mark: "bar" } }).with({ title: "Renamed" })
  const svg = await chart.svg()
  assert.match(svg, /Renamed/)
  assert.match(svg, /mark-rect/)
})

test("a chart is drawn on white, so that dark pages do not hide its words", async () => {
  assert.match(await new Chart(spec).svg(), /<rect width="\d+" height="\d+" fill="white"/)
})

test("a chart's text stays on one line", () => {
  assert.equal(String(new Chart({ description: "one\ntwo" })), "one two")
  assert.equal(String(new Chart({ title: { text: "An object" } })), "An object")
})
