import assert from "node:assert/strict"
import test from "node:test"
import { moveByMoments } from "../../../src/engine/event/moments.js"
import { random } from "../../../src/random.js"

const step = {
  shrink: 0.99,
  byMean: 0.013,
  byGradient: 0.002,
  ofSquare: 1.7,
  newToMean: 0.1,
  newToSquare: 0.001,
  epsilon: 1e-8,
}

test("an update by moments gives every bit that JavaScript's numbers give, whatever the length", () => {
  for (const length of [1, 2, 5, 3840, 3841, 8003]) {
    const dice = random(length)
    const draw = () => Float32Array.from({ length }, () => dice.normal())
    const [values, gradients, means, squares] = [draw(), draw(), draw(), draw().map(Math.abs)]
    const expected = { values: values.slice(), means: means.slice(), squares: squares.slice() }
    for (let i = 0; i < length; i++) {
      const g = gradients[i]
      const m = means[i] + step.newToMean * (g - means[i])
      const s = squares[i] + step.newToSquare * (g * g - squares[i])
      expected.means[i] = m
      expected.squares[i] = s
      const move = (step.byMean * m + step.byGradient * g) / (Math.sqrt(s * step.ofSquare) + step.epsilon)
      expected.values[i] = step.shrink * values[i] - move
    }
    moveByMoments(values, gradients, means, squares, step)
    assert.deepEqual({ values, means, squares }, expected)
  }
})
