import assert from "node:assert/strict"
import { test } from "node:test"
import { displaySymbol } from "../../src/display/index.js"
import { table } from "../../src/plot/index.js"

const rows = [
  { tested: "forward", accuracy: 0.4781, seeds: 3 },
  { tested: "<reversed>", accuracy: 0.14, seeds: 3, ms: 12.34567 },
]

test("table prints aligned text with accuracies as percentages", () => {
  assert.equal(
    String(table(rows)),
    ["tested      accuracy  seeds     ms", "forward       47.8 %      3", "<reversed>    14.0 %      3  12.35"].join(
      "\n",
    ),
  )
})

test("table shows itself as HTML, with words escaped and numbers to the right", () => {
  const bundle = table(rows)[displaySymbol]() as { [mime: string]: string }
  assert.match(
    bundle["text/html"],
    /<td style="text-align: left">&lt;reversed&gt;<\/td><td style="text-align: right">14\.0 %/,
  )
  assert.equal(bundle["text/plain"], String(table(rows)))
})

test("of a long table a notebook shows the first rows, and says how many follow", () => {
  const long = table(Array.from({ length: 1000 }, (_, n) => ({ n })))
  const bundle = long[displaySymbol]() as { [mime: string]: string }
  assert.equal(bundle["text/html"]!.match(/<tr>/g)!.length, 101)
  for (const text of Object.values(bundle)) assert.match(text, /\.\.\. 900 more rows/)
  assert.equal(String(long).split("\n").length, 1001)
})

test("table writes a column as it is told", () => {
  assert.match(String(table(rows, { formats: { seeds: (n) => `${n} seeds` } })), /47\.8 % {2}3 seeds/)
})

test("table refuses a format for a column that is not there", () => {
  assert.throws(
    () => table(rows, { formats: { speed: String } as never }),
    /no column "speed" to format; there are tested/,
  )
})

test("table of no rows is an empty table", () => {
  assert.equal(String(table([])), "")
})
