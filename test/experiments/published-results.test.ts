import assert from "node:assert/strict"
import { test } from "node:test"
import { displaySymbol } from "../../src/display/index.js"
import { figureNames, publishedResults } from "../../src/experiments/index.js"

test("every figure of the paper has published results, whose rows are its own", () => {
  for (const name of figureNames) {
    const { claim, tables } = publishedResults(name)
    assert.equal(claim.figure, name)
    assert.ok(tables.length > 0 && tables.every(({ figure, rows }) => figure === name && rows.length > 0), name)
  }
})

test("published results show the claim, a verdict a table and the numbers behind it", () => {
  const results = publishedResults("jitter")
  const { "text/html": html, "text/plain": plain } = results[displaySymbol]()
  assert.match(String(plain), /^jitter: Accuracy falls/)
  assert.equal(String(plain).split("\n").length, 1 + results.tables.length)
  assert.equal(String(html).match(/<details>/g)?.length, results.tables.length)
  assert.match(String(html), /trained clean, trained delays, by level: 0: /)
})

test("published results of a figure that is not known name those that are", () => {
  assert.throws(() => publishedResults("jiter" as "jitter"), /jiter.*did you mean "jitter"/)
})
