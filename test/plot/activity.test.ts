import assert from "node:assert/strict"
import { test } from "node:test"
import { activity } from "../../src/plot/index.js"
import { byHand } from "./views-example.js"
import { drawn, having } from "./well-formed.js"

const recorded = {
  neurons: [4, 7],
  spikes: byHand.sample(0),
  membrane: [Float32Array.of(0, 0.5, 1.25), Float32Array.of(1, 2, 3)],
}

test("activity draws each population's spikes, and membranes by neuron", async () => {
  const chart = activity({ input: { ...recorded, membrane: [] }, hidden1: recorded }, { dt: 5, title: "one sample" })
  const tables = having(chart.spec, "format").map(({ values }) => values as string)
  assert.equal(tables.length, 3)
  assert.equal(tables[2], "time,neuron,membrane\n0,4,0\n5,4,0.5\n10,4,1.25\n0,7,1\n5,7,2\n10,7,3")
  const svg = await drawn(chart)
  for (const text of ["input", "hidden1", "hidden1: membranes", "one sample"])
    assert.match(svg, new RegExp(`>${text}<`))
})

test("activity draws the membranes of as many neurons as are asked for", () => {
  const chart = activity({ hidden1: recorded }, { dt: 5, membranes: 1 })
  const [, table] = having(chart.spec, "format").map(({ values }) => values as string)
  assert.equal(table, "time,neuron,membrane\n0,4,0\n5,4,0.5\n10,4,1.25")
})

test("activity refuses to show nothing", () => {
  assert.throws(() => activity({}, { dt: 1 }), /no population to show/)
})
