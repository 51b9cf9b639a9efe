import assert from "node:assert/strict"
import { test } from "node:test"
import { rich } from "../../src/display/index.js"
import { largestStill, stillBundle } from "../../src/views/still.js"

const large = "x".repeat(250_000)

test("a small still is kept whole, and a text is always there", async () => {
  assert.deepEqual(await stillBundle({ "image/svg+xml": "<svg/>" }, "a view"), {
    "image/svg+xml": "<svg/>",
    "text/plain": "a view",
  })
  assert.deepEqual(await stillBundle(undefined, "a view"), { "text/plain": "a view" })
})

test("of a still that is too large the live chart goes first, then the drawing", async () => {
  const bundle = { "application/vnd.vegalite.v5+json": { large }, "image/svg+xml": large, "text/plain": "t" }
  const kept = await stillBundle(rich(bundle), "a view")
  assert.deepEqual(Object.keys(kept), ["image/svg+xml", "text/plain"])
  assert.ok(JSON.stringify(kept).length <= largestStill)
  const text = await stillBundle({ "image/svg+xml": large + large, "text/plain": "t" }, "a view")
  assert.deepEqual(text, { "text/plain": "t" })
})
