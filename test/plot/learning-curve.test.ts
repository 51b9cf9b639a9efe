import assert from "node:assert/strict"
import { test } from "node:test"
import { learningCurve } from "../../src/plot/index.js"
import { drawn, having } from "./well-formed.js"

const history = Array.from({ length: 5 }, (_, i) => ({
  epoch: i + 1,
  loss: 2 / (i + 1),
  accuracy: 0.1 * (i + 1),
  validationLoss: 2.2 / (i + 1),
  validationAccuracy: 0.08 * (i + 1),
}))

test("learningCurve shows accuracy and loss of training and validation samples", async () => {
  const chart = learningCurve(history)
  const panels = chart.spec.hconcat as unknown[]
  assert.equal(panels.length, 2)
  const [accuracy] = having(panels[0], "values").map(
    (data) => data.values as { epoch: number; set: string; value: number }[],
  )
  assert.deepEqual(accuracy.slice(4, 6), [
    { epoch: 5, set: "training", value: 0.5 },
    { epoch: 1, set: "validation", value: 0.08 },
  ])
  assert.match(await drawn(chart), /validation/)
})

test("learningCurve draws a single epoch without validation", async () => {
  const svg = await drawn(learningCurve([{ epoch: 1, loss: 2.3 }]))
  assert.match(svg, /loss/)
  assert.doesNotMatch(svg, /validation|accuracy/)
})

test("learningCurve leaves room for the epochs to come and says how far it is", () => {
  const chart = learningCurve(history, { epochs: 60 })
  assert.equal(String(chart), "learning curve: epoch 5 of 60, accuracy 40.0 %")
  const [{ x }] = having(chart.spec, "x") as { x: { scale: { domain: number[] } } }[]
  assert.deepEqual(x.scale.domain, [0, 60])
})

test("learningCurve draws a long history with chance", async () => {
  const long = Array.from({ length: 300 }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1), accuracy: 1 - 1 / (i + 1) }))
  assert.match(await drawn(learningCurve(long, { chance: 0.1, title: "Long" })), />chance</)
})

test("learningCurve refuses a history without epochs or numbers", () => {
  assert.throws(() => learningCurve([]), /learningCurve: there are no rows/)
  assert.throws(() => learningCurve([{ epoch: 1 }]), /no epoch has an accuracy or a loss/)
  assert.throws(() => learningCurve([{ loss: 1 } as never]), /"epoch" is missing in row 0/)
})
