import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { reverse } from "../../src/perturb/index.js"
import { fromSamples } from "../../src/spikes/index.js"
import { isProper, spikeDatasets, supports } from "../spikes/arbitrary.js"

test("reverse mirrors a sample inside its own active window", () => {
  const data = fromSamples([{ times: [3, 4, 9], units: [0, 1, 0] }], {
    labels: Uint16Array.of(0),
    classNames: ["a"],
    unitCount: 2,
    steps: 20,
    dt: 1,
  })
  const { times, units } = reverse(data).sample(0)
  assert.deepEqual(
    [[...times], [...units]],
    [
      [3, 8, 9],
      [0, 1, 0],
    ],
  )
})

test("reverse twice gives the spikes back", () => {
  fc.assert(
    fc.property(spikeDatasets, (data) => {
      assert.deepEqual(reverse(reverse(data)).fields(), data.fields())
    }),
  )
})

test("reverse keeps counts, the active window and proper event lists", () => {
  fc.assert(
    fc.property(spikeDatasets, (data) => {
      const turned = reverse(data)
      assert.deepEqual(turned.counts(), data.counts())
      assert.deepEqual(supports(turned), supports(data))
      assert.ok(isProper(turned))
    }),
  )
})
