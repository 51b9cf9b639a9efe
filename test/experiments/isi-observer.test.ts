import assert from "node:assert/strict"
import { test } from "node:test"
import { isiObserver, perturb } from "../../src/experiments/index.js"
import { crossIsi, isi } from "../../src/tasks/index.js"

const shape = { seed: 3, duration: 4000, dt: 10 }
const reached = (
  across: boolean,
  perturbation: "randomise" | "jitter" | "shift" | "delete",
  level: number,
  points = 400,
) => {
  const data = perturb((across ? crossIsi : isi)({ ...shape, points }), perturbation, level, {
    seed: 4,
    commonSteps: 0,
  })
  return isiObserver(data, { across, perturbation, level }).accuracy(data)
}

test("the observer reads every clean sample of both interval tasks, but for the silent ones", () => {
  assert.ok(reached(false, "randomise", 0) > 0.98)
  assert.ok(reached(true, "randomise", 0) > 0.98)
})

test("with all spikes moved, the observer has what rate alone allows", () => {
  // 67.6 % with this margin; 290 samples: three standard errors are .08
  for (const across of [false, true]) assert.ok(Math.abs(reached(across, "randomise", 1) - 0.676) < 0.09)
})

test("the observer loses nothing to a shift inside a neuron, and much across two", () => {
  assert.equal(reached(false, "shift", 100, 100), reached(false, "shift", 0, 100))
  assert.ok(reached(true, "shift", 60, 100) < reached(true, "shift", 0, 100) - 0.05)
})

test("the observer grows worse with jitter and deletion, but a little of either costs it nothing", () => {
  for (const [perturbation, little, much] of [
    ["jitter", 10, 100],
    ["delete", 0.2, 0.9],
  ] as const) {
    assert.ok(reached(true, perturbation, little) > 0.97)
    assert.ok(reached(true, perturbation, much) < 0.9)
  }
})
