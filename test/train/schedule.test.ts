import assert from "node:assert/strict"
import { test } from "node:test"
import { constant, cosine, stepAt } from "../../src/train/index.js"
import { scheduleFactor } from "../../src/train/schedule.js"

test("stepAt multiplies once at each of its points", () => {
  const paper = stepAt(300)
  assert.deepEqual(
    [0, 299.9, 300, 999].map((epoch) => scheduleFactor(paper, epoch, 1000)),
    [1, 1, 0.1, 0.1],
  )
  const three = stepAt([10, 20, 30], 0.5)
  assert.deepEqual(
    [0, 10, 25, 30].map((epoch) => scheduleFactor(three, epoch, 40)),
    [1, 0.5, 0.25, 0.125],
  )
})

test("stepAt refuses what is no epoch", () => {
  assert.throws(() => stepAt([10, Number.NaN]), /stepAt: NaN is no epoch or factor/)
})

test("cosine falls from 1 over a half to 0, constant stays", () => {
  assert.equal(scheduleFactor(cosine(), 0, 10), 1)
  assert.ok(Math.abs(scheduleFactor(cosine(), 5, 10) - 0.5) < 1e-12)
  assert.ok(scheduleFactor(cosine(), 10, 10) < 1e-12)
  assert.equal(scheduleFactor(constant(), 7, 10), 1)
})
