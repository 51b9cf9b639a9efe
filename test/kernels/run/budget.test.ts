import assert from "node:assert/strict"
import { test } from "node:test"
import { Budget } from "../../../kernels/run/budget.js"

function printed(print: (budget: Budget) => void): string {
  let text = ""
  const budget = new Budget((_, part) => {
    text += part
  })
  print(budget)
  budget.settle()
  return text
}

test("what fits is passed on unchanged", () => {
  assert.equal(
    printed((budget) => ["a", "b\n", "c"].forEach((text) => void budget.take("stdout", text))),
    "ab\nc",
  )
})

test("of a flood the beginning and the end are kept, and what is missing is counted", () => {
  const lines = Array.from({ length: 100_000 }, (_, n) => `line ${n}\n`)
  const text = printed((budget) => {
    for (const line of lines) budget.take("stdout", line)
  })
  const [, characters] = /\n\.\.\. (\d+) characters \(about \d+ lines\) left out \.\.\.\n/.exec(text)!
  assert.ok(text.startsWith("line 0\n"))
  assert.ok(text.endsWith("line 99999\n"))
  assert.equal(text.replace(/\n\.\.\. .* \.\.\.\n/, "").length + Number(characters), lines.join("").length)
})

test("a little that is printed all day is never cut", (context) => {
  let now = 0
  context.mock.method(performance, "now", () => now)
  const text = printed((budget) => {
    for (let second = 0; second < 1000; second++) {
      now += 1000
      budget.take("stdout", "x".repeat(1000))
    }
  })
  assert.equal(text.length, 1_000_000)
})
