import assert from "node:assert/strict"
import { test } from "node:test"
import { eventEngine, type GradientResult } from "../../../src/engine/index.js"
import { axonal, cubaLif } from "../../../src/network/index.js"
import { delayKinds } from "../agreement/combinations.js"
import { filters, graphs, heldGraphs } from "../agreement/cyclic-graphs.js"
import { withConnections } from "../cyclic-network.js"
import { type Small, small } from "../small-network.js"

const loss = { kind: "crossEntropy", scale: 0.3 } as const
const pass = { widthSteps: 0.8 }
const neuron = cubaLif({ tauMembrane: 6, tauSynapse: 3 })
const sizes = [9, 20, 18, 3]

const networks: readonly [string, () => Small][] = [
  ...delayKinds.map(([name, delay]): [string, () => Small] => [name, () => small(neuron, { sizes, delay })]),
  ...filters.map(([name, filtered]): [string, () => Small] => [name, () => small(filtered, { sizes })]),
  ...[...graphs, ...heldGraphs].map(([name, added]): [string, () => Small] => [
    `a cycle: ${name}`,
    () => withConnections(small(neuron, { sizes, delay: axonal({ max: 5 }) }), added),
  ]),
  ["taps in a cycle", () => withConnections(small(filters[0][1], { sizes }), graphs[3][1])],
]

test("a gradient has the same bits on 1, 2 and 4 threads, whichever takes which part of a batch, with every kind of delay, taps, and cycles", async () => {
  for (const [name, make] of networks) {
    const { net, data, samples } = make()
    const many = Array.from({ length: 36 }, (_, i) => samples[i % samples.length])
    const results: GradientResult[] = []
    for (const threads of [1, 2, 4]) {
      const engine = eventEngine(net, { threads })
      // again: a thread that starts late leaves its parts to others
      for (let k = 0; k < 3; k++) results.push(engine.gradients(net.parameters, data, many, loss, pass))
      await engine.close()
    }
    assert.ok(
      results[0].gradients.every(({ weights }) => weights.some((g) => g !== 0)),
      `${name}: a gradient`,
    )
    for (const result of results) assert.deepEqual(result, results[0], name)
  }
})
