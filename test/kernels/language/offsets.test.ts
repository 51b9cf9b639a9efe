import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { toPoints, toUnits } from "../../../kernels/language/offsets.js"

test("code points and UTF-16 units agree with the language's own counting", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const points = [...text]
      for (let n = 0; n <= points.length; n++) {
        const units = points.slice(0, n).join("").length
        assert.equal(toUnits(text, n), units)
        assert.equal(toPoints(text, units), n)
      }
    }),
  )
})

test("a cursor behind the end stands at the end", () => {
  assert.equal(toUnits("ab", 9), 2)
  assert.equal(toPoints("ab", 9), 2)
})
