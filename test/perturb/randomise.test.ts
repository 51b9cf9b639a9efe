import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { randomise } from "../../src/perturb/index.js"
import { fromSamples } from "../../src/spikes/index.js"
import { isProper, spikeDatasets, supports } from "../spikes/arbitrary.js"

const fraction = fc.double({ min: 0, max: 1, noNaN: true })

test("randomise keeps the spike count of every unit in every sample", () => {
  fc.assert(
    fc.property(spikeDatasets, fraction, fc.nat(), (data, f, seed) => {
      for (const within of ["support", "window"] as const) {
        assert.deepEqual(randomise(data, { fraction: f, seed, within }).counts(), data.counts())
      }
    }),
  )
})

test("randomise leaves no two spikes of a unit in one bin, and all inside the window", () => {
  fc.assert(
    fc.property(spikeDatasets, fraction, fc.nat(), (data, f, seed) => isProper(randomise(data, { fraction: f, seed }))),
  )
})

test("randomise moves spikes inside the sample's own support by default", () => {
  fc.assert(
    fc.property(spikeDatasets, fc.nat(), (data, seed) => {
      const before = supports(data)
      supports(randomise(data, { fraction: 1, seed })).forEach(([first, last], s) => {
        assert.ok(first === undefined || (first >= before[s][0] && last <= before[s][1]))
      })
    }),
  )
})

test("randomise at 0 changes nothing", () => {
  fc.assert(
    fc.property(spikeDatasets, fc.nat(), (data, seed) => {
      assert.deepEqual(randomise(data, { fraction: 0, seed }).fields(), data.fields())
    }),
  )
})

test("randomise gives the same bits for the same seed, and others for another", () => {
  const long = manySpikes()
  const once = randomise(long, { fraction: 0.5, seed: 1 })
  assert.deepEqual(randomise(long, { fraction: 0.5, seed: 1 }).times, once.times)
  assert.notDeepEqual(randomise(long, { fraction: 0.5, seed: 2 }).times, once.times)
})

test("randomise changes a sample alike whatever comes after it", () => {
  const long = manySpikes()
  const all = randomise(long, { fraction: 0.5, seed: 1 })
  assert.deepEqual(randomise(long.take(2), { fraction: 0.5, seed: 1 }).sample(1).times, all.sample(1).times)
})

test("randomise at 1 spreads spikes evenly over the support", () => {
  const data = fromSamples(
    Array.from({ length: 4000 }, () => ({ times: [10, 11, 12, 13, 19], units: [0, 0, 0, 0, 1] })),
    { labels: new Uint16Array(4000), classNames: ["a"], unitCount: 2, steps: 30, dt: 1 },
  )
  const hits = new Float64Array(30)
  for (const { times, units } of randomise(data, { fraction: 1, seed: 3 })) {
    times.forEach((t, k) => {
      if (units[k] === 0) hits[t]++
    })
  }
  // 16 000 spikes over 10 bins: 1600 each, with a standard deviation of 31.
  assert.ok(
    [...hits.subarray(10, 20)].every((n) => Math.abs(n - 1600) < 5 * 31),
    String(hits),
  )
  assert.equal(hits.subarray(0, 10).reduce((a, b) => a + b, 0) + hits.subarray(20).reduce((a, b) => a + b, 0), 0)
})

test("randomise moves about the fraction asked for", () => {
  const data = manySpikes()
  const after = randomise(data, { fraction: 0.3, seed: 4, within: "window" })
  let stayed = 0
  for (let s = 0; s < data.length; s++) {
    const there = new Set(Array.from(after.sample(s).times, (t, k) => t * data.unitCount + after.sample(s).units[k]))
    data.sample(s).times.forEach((t, k) => {
      if (there.has(t * data.unitCount + data.sample(s).units[k])) stayed++
    })
  }
  assert.ok(Math.abs(1 - stayed / data.spikeCount - 0.3) < 0.02, String(stayed / data.spikeCount))
})

test("randomise refuses a fraction of 1.2 and says what it takes", () => {
  const data = manySpikes()
  assert.throws(() => randomise(data, { fraction: 1.2, seed: 1 }), /fraction is 1.2; give a number from 0 to 1/)
  assert.throws(() => randomise(data, { fraction: Number.NaN, seed: 1 }), /fraction is NaN/)
  assert.throws(() => randomise(data, { fraction: 0.1, seed: 1.5 }), /seed is 1.5; give a whole number/)
})

test("randomise refuses a range that it does not know", () => {
  const within = "everywhere" as "window"
  assert.throws(() => randomise(manySpikes(), { fraction: 0.1, seed: 1, within }), /give "support" or "window"/)
})

/** 20 samples of 200 spikes on 10 units in 400 steps. */
function manySpikes() {
  return fromSamples(
    Array.from({ length: 20 }, (_, s) => ({
      times: Array.from({ length: 200 }, (_, k) => (k * 2 + s) % 400),
      units: Array.from({ length: 200 }, (_, k) => k % 10),
    })),
    { labels: new Uint16Array(20), classNames: ["a"], unitCount: 10, steps: 400, dt: 1 },
  )
}
