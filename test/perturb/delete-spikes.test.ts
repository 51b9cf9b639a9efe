import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { deleteSpikes } from "../../src/perturb/index.js"
import { fromSamples, type SpikeTrain } from "../../src/spikes/index.js"
import { isProper, spikeDatasets } from "../spikes/arbitrary.js"

test("deleteSpikes keeps a subset of the spikes", () => {
  const keys = (train: SpikeTrain) => Array.from(train.times, (t, k) => t * train.unitCount + train.units[k])
  fc.assert(
    fc.property(spikeDatasets, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (data, probability, seed) => {
      const after = deleteSpikes(data, { probability, seed })
      assert.ok(isProper(after))
      for (let s = 0; s < data.length; s++) {
        const before = new Set(keys(data.sample(s)))
        assert.ok(keys(after.sample(s)).every((key) => before.has(key)))
      }
    }),
  )
})

test("deleteSpikes takes none at 0, all at 1, and about as many as asked for between", () => {
  const data = fromSamples([{ times: Array.from({ length: 10_000 }, (_, k) => k), units: new Uint16Array(10_000) }], {
    labels: Uint16Array.of(0),
    classNames: ["a"],
    unitCount: 1,
    steps: 10_000,
    dt: 1,
  })
  const left = (probability: number) => deleteSpikes(data, { probability, seed: 1 }).spikeCount
  assert.equal(left(0), 10_000)
  assert.equal(left(1), 0)
  assert.ok(Math.abs(left(0.3) - 7000) < 5 * 46, String(left(0.3)))
})

test("deleteSpikes refuses a probability of -1", () => {
  fc.assert(
    fc.property(spikeDatasets, (data) => {
      assert.throws(
        () => deleteSpikes(data, { probability: -1, seed: 1 }),
        /probability is -1; give a number from 0 to 1/,
      )
    }),
    { numRuns: 1 },
  )
})
