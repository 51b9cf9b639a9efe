import assert from "node:assert/strict"
import { test } from "node:test"
import type ts from "typescript"
import { fitting } from "../../../kernels/language/completion.js"

const info = (...names: string[]) =>
  ({ entries: names.map((name) => ({ name, kind: "const", sortText: "11" })) }) as unknown as ts.CompletionInfo

test("what begins as typed comes first, then what differs in case, then what contains it", () => {
  const { found } = fitting(info("pastRaster", "Raster", "raster", "other"), "x = rast", 8)
  assert.deepEqual(
    found.map(({ name }) => name),
    ["raster", "Raster", "pastRaster"],
  )
})

test("the word before the cursor is what a completion replaces", () => {
  const { start, end } = fitting(info("floor"), "Math.flo + 1", 8)
  assert.deepEqual([start, end], [5, 8])
})

test("behind a dot everything is offered, in the compiler's order", () => {
  const entries = [
    { name: "b", sortText: "1" },
    { name: "a", sortText: "2" },
  ]
  const { found } = fitting({ entries } as unknown as ts.CompletionInfo, "x.", 2)
  assert.deepEqual(
    found.map(({ name }) => name),
    ["b", "a"],
  )
})
