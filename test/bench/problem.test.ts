import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import test from "node:test"
import { batch, problem, problemSize, readProblem, writeProblem } from "../../bench/problem.js"
import { eventEngine } from "../../src/engine/index.js"

test("the benchmark's network spikes at the rates it is said to", async () => {
  const size = problemSize(224, 100)
  const { net, data } = problem(size, 1)
  assert.equal(data.length, batch)
  const engine = eventEngine(net, { threads: 1 })
  const everyone = Array.from({ length: batch }, (_, s) => s)
  const [input, ...layers] = engine.forward(net.parameters, data, everyone).rates
  await engine.close()
  assert.ok(Math.abs(input / size.density - 1) < 0.05)
  for (const [k, rate] of layers.entries())
    assert.ok(Math.abs(rate / size.rates[k] - 1) < 0.1, `${rate}, wanted ${size.rates[k]}`)
})

test("a problem that was written is read as it was", () => {
  const folder = mkdtempSync(join(tmpdir(), "problem-"))
  try {
    const made = problem(problemSize(224, 100), 1)
    writeProblem(folder, made)
    const read = readProblem(folder)
    assert.deepEqual(read.net.parameters, made.net.parameters)
    assert.deepEqual(read.net.populations, made.net.populations)
    for (const name of ["offsets", "times", "units", "labels", "classNames", "steps", "dt"] as const) {
      assert.deepEqual(read.data[name], made.data[name], name)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("the benchmark refuses a window it has no rates for", () => {
  assert.throws(() => problemSize(700, 300), /300 steps are not known; take 100, 200, 1000/)
})
