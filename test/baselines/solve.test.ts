import assert from "node:assert/strict"
import test from "node:test"
import { cholesky, solveFactored } from "../../src/baselines/solve.js"
import { random } from "../../src/random.js"

test("cholesky and solveFactored solve a positive definite system", async () => {
  const n = 40
  const dice = random(1)
  const root = Float64Array.from({ length: n * n }, () => dice.normal())
  const matrix = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    let sum = i === j ? 1 : 0
    for (let k = 0; k < n; k++) sum += root[i * n + k] * root[j * n + k]
    return sum
  })
  const solution = Float64Array.from({ length: n }, () => dice.normal())
  const right = solution.map((_, i) => solution.reduce((sum, x, j) => sum + matrix[i * n + j] * x, 0))
  await cholesky(matrix, n, async () => {})
  solveFactored(matrix, n, right)
  for (let i = 0; i < n; i++) assert.ok(Math.abs(right[i] - solution[i]) < 1e-8)
})

test("cholesky refuses a matrix that is not positive definite", async () => {
  await assert.rejects(
    () => cholesky(Float64Array.of(1, 2, 2, 1), 2, async () => {}),
    /not positive definite \(row 1\)/,
  )
})
