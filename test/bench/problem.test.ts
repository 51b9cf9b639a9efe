import assert from "node:assert/strict"
import test from "node:test"
import { batch, problem, problemSize } from "../../bench/problem.js"
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

test("the benchmark refuses a window it has no rates for", () => {
  assert.throws(() => problemSize(700, 300), /300 steps are not known; take 100, 200, 1000/)
})
