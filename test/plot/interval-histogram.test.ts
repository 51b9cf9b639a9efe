import assert from "node:assert/strict"
import { test } from "node:test"
import { sum } from "d3-array"
import fc from "fast-check"
import { type Chart, intervalHistogram } from "../../src/plot/index.js"
import { intervals } from "../../src/spikes/index.js"
import { byHand, made } from "./views-example.js"
import { drawn, having } from "./well-formed.js"

type Bar = { name: string; from: number; to: number; count: number; share: number }
const bars = (chart: Chart) => (chart.spec.data as { values: Bar[] }).values

test("intervalHistogram counts the intervals of each unit", async () => {
  const chart = intervalHistogram(byHand)
  const filled = bars(chart).filter(({ count }) => count > 0)
  assert.deepEqual(
    filled.map(({ from, to, count }) => [from, to, count]),
    [
      [7.5, 12.5, 1],
      [12.5, 17.5, 1],
      [27.5, 32.5, 1],
    ],
  )
  assert.match(await drawn(chart), /interval \(ms\)/)
})

test("intervalHistogram counts every interval once, whatever the bars, and says how many it leaves out", () => {
  const data = made()
  const all = intervals(data)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 120 }), (steps, longest) => {
      const chart = intervalHistogram(data, { bin: 2 * steps, longest })
      const shown = sum(bars(chart), ({ count }) => count)
      const beyond = Number(/(\d+) longer than shown/.exec(String(chart))?.[1] ?? 0)
      assert.equal(shown + beyond, all.length)
      const inside = all.filter((interval) => interval <= longest).length
      assert.ok(shown >= inside)
    }),
  )
})

test("intervalHistogram compares data sets by shares, of some units on demand", async () => {
  const chart = intervalHistogram({ fine: made({ dt: 1, steps: 100 }), coarse: made() }, { units: [4, 5], bin: 4 })
  for (const name of ["fine", "coarse"]) {
    const share = sum(
      bars(chart).filter((bar) => bar.name === name),
      (bar) => bar.share,
    )
    assert.ok(Math.abs(share - 1) < 1e-9)
  }
  const [{ tooltip }] = having(chart.spec, "tooltip")
  assert.deepEqual(
    (tooltip as { field: string }[]).map(({ field }) => field),
    ["name", "from", "to", "share", "count"],
  )
  assert.match(await drawn(chart), />coarse</)
})

test("intervalHistogram refuses data without intervals, and bars that steps do not fill", () => {
  assert.throws(() => intervalHistogram(byHand, { units: [7] }), /no unit of by hand has two spikes in a sample/)
  assert.throws(() => intervalHistogram(byHand, { bin: 7 }), /a bin of 7 ms is no whole number of steps/)
  assert.throws(() => intervalHistogram(byHand, { longest: 0 }), /longest is 0 ms; give more than 0/)
})
