import assert from "node:assert/strict"
import { test } from "node:test"
import { accuracyBars } from "../../src/experiments/index.js"

const rows = ["fresh subsets, split by speaker", "one subset"].flatMap((group) =>
  [0.4, 0.6].map((accuracy) => ({ group, name: "trained delays", accuracy })),
)

test("accuracyBars draws the mean of the repeats of each bar, and writes long names in full", async () => {
  const chart = accuracyBars(rows, { chance: 0.05 })
  const [bars] = chart.spec.layer as { data: { values: { mean: number; repeats: number }[] } }[]
  assert.deepEqual(
    bars.data.values.map(({ mean, repeats }) => [mean, repeats]),
    [
      [0.5, 2],
      [0.5, 2],
    ],
  )
  const svg = await chart.svg()
  for (const line of ["fresh subsets,", "split by speaker", "one subset"]) assert.ok(svg.includes(`>${line}<`), line)
})

test("accuracyBars says that there is nothing to show yet", () => {
  assert.throws(() => accuracyBars([]), /no rows/)
})
