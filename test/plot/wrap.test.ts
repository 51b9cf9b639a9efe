import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { wrap } from "../../src/plot/wrap.js"

test("wrap leaves a title that fits as it is", () => {
  assert.equal(wrap("overlap", 230), "overlap")
})

test("wrap breaks a long title between words", () => {
  assert.deepEqual(wrap("share of the place's spikes moved at random, f", 230), [
    "share of the place's",
    "spikes moved at random, f",
  ])
})

test("wrap loses no word, and breaks no word however narrow the chart", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]+$/), { minLength: 1 }),
      fc.integer({ min: 1, max: 400 }),
      (words, width) => {
        assert.equal([wrap(words.join(" "), width)].flat().join(" "), words.join(" "))
      },
    ),
  )
})
