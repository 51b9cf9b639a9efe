import assert from "node:assert/strict"
import { test } from "node:test"
import { deviation, mean } from "d3-array"
import fc from "fast-check"
import { jitter } from "../../src/perturb/index.js"
import { fromSamples } from "../../src/spikes/index.js"
import { isProper, spikeDatasets, supports } from "../spikes/arbitrary.js"

test("jitter keeps the spike count of every unit, whatever its strength", () => {
  fc.assert(
    fc.property(spikeDatasets, fc.double({ min: 0, max: 100, noNaN: true }), fc.nat(), (data, sigmaSteps, seed) => {
      for (const within of ["support", "window"] as const) {
        const moved = jitter(data, { sigmaSteps, seed, within })
        assert.deepEqual(moved.counts(), data.counts())
        assert.ok(isProper(moved))
      }
    }),
  )
})

test("jitter stays inside the sample's own support by default", () => {
  fc.assert(
    fc.property(spikeDatasets, fc.nat(), (data, seed) => {
      const before = supports(data)
      supports(jitter(data, { sigmaSteps: 5, seed })).forEach(([first, last], s) => {
        assert.ok(first === undefined || (first >= before[s][0] && last <= before[s][1]))
      })
    }),
  )
})

test("jitter moves single spikes by a Gaussian of the deviation asked for, in ms", () => {
  const data = single(500, 4000)
  const moves = Array.from(jitter(data, { sigma: 50, seed: 1, within: "window" }).times, (t) => t - 500)
  assert.ok(Math.abs(mean(moves)!) < 0.4, String(mean(moves)))
  assert.ok(Math.abs(deviation(moves)! - 10) < 0.4, String(deviation(moves)))
})

test("jitter forward moves spikes later only, by the size of a Gaussian", () => {
  const data = single(500, 4000)
  const moves = Array.from(jitter(data, { sigma: 50, seed: 1, forward: true }).times, (t) => t - 500)
  assert.ok(Math.min(...moves) === 0)
  // the mean of |normal| is sqrt(2 / pi)
  assert.ok(Math.abs(mean(moves)! - 10 * Math.sqrt(2 / Math.PI)) < 0.3, String(mean(moves)))
  assert.throws(() => jitter(data, { sigma: 50, seed: 1, forward: true, within: "support" }), /leave it out/)
})

test("jitter of 0 changes nothing", () => {
  const data = single(5, 3)
  assert.deepEqual(jitter(data, { sigma: 0, seed: 1 }).fields(), data.fields())
})

test("jitter wants exactly one of sigma and sigmaSteps, of 0 or more", () => {
  const data = single(5, 1)
  assert.throws(() => jitter(data, { seed: 1 }), /give either sigma \(ms\) or sigmaSteps \(bins of 5 ms\)/)
  assert.throws(() => jitter(data, { sigma: 1, sigmaSteps: 1, seed: 1 }), /give either/)
  assert.throws(() => jitter(data, { sigma: -2, seed: 1 }), /sigma is -2; give a number of 0 or more/)
  assert.throws(() => jitter(data, { sigmaSteps: Number.NaN, seed: 1 }), /sigmaSteps is NaN/)
})

/** One spike a sample. */
function single(step: number, samples: number) {
  return fromSamples(
    Array.from({ length: samples }, () => ({ times: [step], units: [0] })),
    { labels: new Uint16Array(samples), classNames: ["a"], unitCount: 1, steps: 1000, dt: 5 },
  )
}
