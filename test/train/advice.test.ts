import assert from "node:assert/strict"
import { test } from "node:test"
import { adviceOn, type Findings } from "../../src/train/advice.js"

const layer = (name: string, change = {}) => ({ layer: name, neurons: 8, rate: 0.1, silent: 0, bursting: 0, ...change })
const link = (connection: string, change = {}) => ({ connection, gradient: 1, ...change })
const healthy: Findings = {
  layers: [layer("input"), layer("hidden1"), layer("output")],
  connections: [link("input->hidden1"), link("hidden1->output")],
  history: [],
  classes: 2,
  accuracy: 0.9,
  lost: 0,
}
const hidden = (change: object): Partial<Findings> => ({
  layers: [layer("input"), layer("hidden1", change), layer("output")],
})
const delays = (change: object): Partial<Findings> => ({
  connections: [link("input->hidden1"), link("hidden1->output", { trained: true, ...change })],
})

test("where nothing is odd there is no advice", () => {
  assert.deepEqual(adviceOn(healthy), [])
})

for (const [what, change, words] of [
  ["silent neurons", hidden({ silent: 0.4 }), /^40 % of hidden1 are silent: raise startRate.*lower: { spikes: 1 }/],
  ["bursting neurons", hidden({ bursting: 0.3 }), /^30 % of hidden1 burst: lower startRate.*upper: { spikes: 10 }/],
  [
    "a layer that hardly spikes",
    hidden({ rate: 0.01 }),
    /^hidden1 spikes at 0.01 a neuron and step, under the healthy/,
  ],
  ["delays at their upper bound", delays({ atMax: 0.5 }), /^50 % of the delays of hidden1->output lie at their upper/],
  ["delays at 0", delays({ atMin: 0.6 }), /^60 % of the delays of hidden1->output lie at their lower bound/],
  ["spikes past the window", { lost: 0.2 }, /^Delays push spikes past the end .*\(20 % of the input.*simulate longer/],
  [
    "a connection that no gradient reaches",
    { connections: [link("input->hidden1", { gradient: 1e-9 }), link("hidden1->output")] },
    /^Hardly any gradient reaches input->hidden1: the surrogate of a layer behind is too narrow/,
  ],
] as [string, Partial<Findings>, RegExp][]) {
  test(`advice names ${what}, and what usually helps`, () => {
    const [first, ...others] = adviceOn({ ...healthy, ...change })
    assert.match(first, words)
    assert.deepEqual(others, [])
  })
}

test("where delays hear the loss, no surrogate is blamed for weights that do not move", () => {
  const heard = { gradient: 1e-9, delayGradient: 1 }
  assert.deepEqual(adviceOn({ ...healthy, ...delays(heard) }), [])
})
