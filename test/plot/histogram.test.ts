import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { histogram } from "../../src/plot/index.js"
import { drawn } from "./well-formed.js"

type Bar = { name: string; from: number; to: number; count: number }
const bars = (chart: ReturnType<typeof histogram>) => (chart.spec.data as { values: Bar[] }).values

test("histogram counts every value once", () => {
  const list = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 60 }), (values, bins) => {
      const counted = bars(histogram(values, { bins }))
      assert.equal(
        counted.reduce((sum, bar) => sum + bar.count, 0),
        values.length,
      )
    }),
  )
})

test("histogram's bars have round edges that meet", () => {
  const counted = bars(histogram([1, 2, 3.3, 9.7], { bins: 5 }))
  assert.deepEqual(
    counted.map(({ from, to, count }) => [from, to, count]),
    [
      [0, 2, 1],
      [2, 4, 2],
      [4, 6, 0],
      [6, 8, 0],
      [8, 10, 1],
    ],
  )
})

test("histogram compares lists over the same bars", async () => {
  const chart = histogram({ slow: [1, 2, 3], fast: [8, 9] }, { bins: 4, valueTitle: "rate (Hz)" })
  const edges = (name: string) => bars(chart).flatMap((bar) => (bar.name === name ? [bar.from] : []))
  assert.deepEqual(edges("slow"), edges("fast"))
  const svg = await drawn(chart)
  assert.match(svg, /rate \(Hz\)/)
  assert.match(svg, />slow</)
})

test("histogram draws equal values as one bar", async () => {
  const chart = histogram(new Float32Array([4, 4, 4]))
  assert.deepEqual(
    bars(chart).map(({ count }) => count),
    [3],
  )
  await drawn(chart)
})

test("histogram refuses to count nothing, and numbers without a place", () => {
  assert.throws(() => histogram([]), /histogram: there is no value to count/)
  assert.throws(() => histogram([1, Number.NaN]), /histogram: NaN has no place on an axis/)
})
