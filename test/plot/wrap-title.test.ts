import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { wrapTitle } from "../../src/plot/wrap-title.js"

test("wrapTitle leaves a title that fits as it is", () => {
  assert.equal(wrapTitle("overlap", 230), "overlap")
})

test("wrapTitle breaks a long title between words", () => {
  assert.deepEqual(wrapTitle("share of the place's spikes moved at random, f", 230), [
    "share of the place's",
    "spikes moved at random, f",
  ])
})

test("wrapTitle loses no word, and breaks no word however narrow the chart", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]+$/), { minLength: 1 }),
      fc.integer({ min: 1, max: 400 }),
      (words, width) => {
        assert.equal([wrapTitle(words.join(" "), width)].flat().join(" "), words.join(" "))
      },
    ),
  )
})
