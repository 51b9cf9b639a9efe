import assert from "node:assert/strict"
import test from "node:test"
import { panelText, summaryTable } from "../../bench/report.js"

const row = (name: string, ms: number) => ({
  name,
  ms,
  fastest: ms,
  slowest: ms,
  repeats: 3,
  cpu: ms / 2,
  peakMegabytes: 100,
  versions: {},
})

test("a panel lists contenders from fast to slow, as multiples of the event engine", () => {
  const text = panelText({
    inputs: 224,
    steps: 100,
    cores: 1,
    seed: 1,
    rates: [0.02, 0.1],
    rows: [
      { ...row("jax-steps", 90), againstTorch: { error: 1e-6, differing: 2 } },
      { ...row("event", 20), againstJax: { error: 2e-6, differing: 0 } },
    ],
  })
  const [title, , first, second] = text.split("\n")
  assert.match(title, /224-128-128-20, 100 steps, batch 128, 1 core, seed 1; rates 2.0 %, 10.0 %/)
  assert.match(first, /^event +20.0 +20.0 +1.0 +10.0 +1.0 +100 +2.0e-6/)
  assert.match(second, /^jax-steps +90.0 +90.0 +4.5 +45.0 +4.5 +100 +1.0e-6 \(2 neurons spike otherwise\)/)
})

test("the same under another Node has a table of its own, beside the same JAX", () => {
  const panel = {
    inputs: 700,
    steps: 100,
    cores: 1,
    seed: 1,
    rates: [0.02],
    rows: [row("jax-steps", 90), row("event", 20), { ...row("event-24", 15), note: "Node 24, vectors of 256 bits" }],
  }
  const { title, rows } = summaryTable([panel], "-24")
  assert.match(title, /the same on Node 24, vectors of 256 bits/)
  assert.deepEqual(rows[0].slice(1, 4), ["90.0", "15.0", "6.0 (4.5)"])
  assert.deepEqual(summaryTable([panel]).rows[0].slice(1, 4), ["90.0", "20.0", "4.5 (4.5)"])
})
