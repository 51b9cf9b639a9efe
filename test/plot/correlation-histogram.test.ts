import assert from "node:assert/strict"
import { test } from "node:test"
import { type Chart, correlationHistogram } from "../../src/plot/index.js"
import { crossIsi, plane } from "../../src/tasks/index.js"
import { byHand } from "./views-example.js"
import { drawn, having } from "./well-formed.js"

type Bar = { name: string; from: number; to: number; lag: number; pairs: number }
const bars = (chart: Chart) => (chart.spec.data as { values: Bar[] }).values

test("correlationHistogram has a bar about each lag", async () => {
  const chart = correlationHistogram(byHand, { from: 1, to: 0, window: 10 })
  assert.deepEqual(
    bars(chart).map(({ from, to, pairs }) => [from, to, pairs]),
    [
      [-12.5, -7.5, 0],
      [-7.5, -2.5, 1],
      [-2.5, 2.5, 0],
      [2.5, 7.5, 0],
      [7.5, 12.5, 1],
    ],
  )
  assert.match(await drawn(chart), /lag of unit 0 behind unit 1 \(ms\)/)
  const [{ tooltip }] = having(chart.spec, "tooltip")
  assert.deepEqual(
    (tooltip as { field: string }[]).map(({ field }) => field),
    ["from", "to", "pairs", "lag"],
  )
})

test("correlationHistogram shows the interval of a cross-neuron ISI task, and compares samples", async () => {
  const options = { seed: 2, points: 6 }
  const { intervals } = plane(options)
  const all = crossIsi(options)
  const named = { first: all.select([0]), second: all.select([1]) }
  const chart = correlationHistogram(named, { from: 0, to: 1, window: 100 })
  Object.keys(named).forEach((name, s) => {
    const own = bars(chart).filter((bar) => bar.name === name)
    assert.equal(own.reduce((a, b) => (b.pairs > a.pairs ? b : a)).lag, intervals[s])
  })
  assert.match(await drawn(chart), />second</)
})

test("correlationHistogram draws pairs that there are none of, and a unit with itself", async () => {
  await drawn(correlationHistogram(byHand, { from: 1, to: 0, window: 0 }))
  assert.match(await drawn(correlationHistogram(byHand, { from: 0, to: 0, window: 20 })), /lag \(ms\), unit 0/)
})

test("correlationHistogram refuses a unit that does not exist", () => {
  assert.throws(() => correlationHistogram(byHand, { from: 0, to: 2, window: 10 }), /2 is not one of the 2 units/)
})
