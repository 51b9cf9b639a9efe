import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { encodeDelta, encodeLatency, encodeRate, fromDense } from "../../../src/datasets/index.js"
import { isProper, spikeDatasets } from "../../spikes/arbitrary.js"

const one = { labels: [0], classNames: ["a"] }

test("encodeRate gives each value spikes in proportion, at the rate asked for", () => {
  const data = encodeRate([0, 0.25, 0.5, 1], { ...one, seed: 1, maxRate: 50, duration: 50_000 })
  const counts = [...data.counts()]
  assert.equal(counts[0], 0)
  // 625, 1250 and 2500 spikes, less the few that share a step; four standard deviations.
  assert.ok(Math.abs(counts[1] - 625) < 4 * 25 + 10, String(counts))
  assert.ok(Math.abs(counts[2] - 1250) < 4 * 36 + 20, String(counts))
  assert.ok(Math.abs(counts[3] - 2440) < 4 * 50, String(counts))
})

test("encodeRate is the same for the same seed, whatever other samples there are", () => {
  const options = { classNames: ["a"], seed: 4 }
  const both = encodeRate([0.5, 0.5, 0.9, 0.1], { ...options, labels: [0, 0] })
  assert.deepEqual(encodeRate([0.5, 0.5], { ...options, labels: [0] }).times, both.sample(0).times)
  assert.notDeepEqual(encodeRate([0.5, 0.5], { ...options, labels: [0], seed: 5 }).times, both.sample(0).times)
})

test("encodeLatency spikes once a unit, the earlier the larger the value, and not below the threshold", () => {
  const { times, units } = encodeLatency([1, 0.5, 0, 0.2], { ...one, threshold: 0.2, duration: 81 }).sample(0)
  assert.deepEqual(
    [[...times], [...units]],
    [
      [0, 50, 80],
      [0, 1, 3],
    ],
  )
})

test("encodeDelta spikes at each rise and fall by the threshold, and carries the rest over", () => {
  const { times, units } = encodeDelta([0, 1, 2.5, 2.5, 0], { ...one, channels: 1, threshold: 1 }).sample(0)
  assert.deepEqual(
    [[...times], [...units]],
    [
      [1, 2, 4],
      [0, 0, 1],
    ],
  )
  const jump = encodeDelta([0, 3, 3, 3, 3], { ...one, channels: 1, threshold: 1 }).sample(0)
  assert.deepEqual([...jump.times], [1, 2, 3])
})

test("encodeDelta follows any series to within a threshold where it changes by less than one a step", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 50 }), (changes) => {
      const series: number[] = [0]
      for (const change of changes) series.push(series[series.length - 1] + change)
      const { times, units } = encodeDelta(series, { ...one, channels: 1, threshold: 1 }).sample(0)
      let level = 0
      let k = 0
      series.forEach((value, t) => {
        for (; k < times.length && times[k] === t; k++) level += units[k] === 0 ? 1 : -1
        assert.ok(Math.abs(value - level) < 1 + 1e-9)
      })
    }),
  )
})

test("fromDense turns a dense view back into the data set", () => {
  fc.assert(
    fc.property(spikeDatasets, (data) => {
      const { steps, unitCount, labels, classNames, dt, name } = data
      const back = fromDense(data.dense(), { steps, unitCount, labels, classNames, dt, name })
      assert.ok(isProper(back))
      assert.deepEqual(back.fields(), data.fields())
    }),
  )
})

test("encoders refuse values outside, sizes that do not fit, and say so", () => {
  assert.throws(() => encodeRate([0.5, 1.5], { ...one, seed: 1 }), /value 1 of sample 0 is 1.5; scale values to 0 to 1/)
  assert.throws(() => encodeRate([0.5], { ...one, labels: [0, 0], seed: 1 }), /1 values do not divide into 2 samples/)
  assert.throws(() => encodeRate([0.5], { ...one, seed: 1, maxRate: -1 }), /maxRate is -1 Hz/)
  assert.throws(() => encodeLatency([Number.NaN], one), /value 0 of sample 0 is NaN/)
  assert.throws(() => encodeLatency([1], { ...one, threshold: 1 }), /threshold is 1/)
  assert.throws(() => encodeLatency([1], { ...one, dt: 0 }), /give 1 to 65536 steps/)
  assert.throws(
    () => encodeDelta([1, 2, 3], { ...one, channels: 2, threshold: 1 }),
    /3 values a sample do not divide into 2/,
  )
  assert.throws(() => encodeDelta([1, 2], { ...one, channels: 1, threshold: 0 }), /threshold is 0/)
  assert.throws(
    () => fromDense([1, 0], { ...one, steps: 3, unitCount: 1 }),
    /2 values a sample are not 3 steps x 1 units/,
  )
})
