import assert from "node:assert/strict"
import { test } from "node:test"
import { extent } from "d3-array"
import { crossIsi, isi, plane } from "../../src/tasks/index.js"

/** Accuracy of the best rule that sees one coordinate only. */
function bestFrom(values: Float64Array, labels: Uint16Array): number {
  const seen = new Map<number, [number, number]>()
  values.forEach((value, i) => {
    const counts = seen.get(value) ?? [0, 0]
    counts[labels[i]]++
    seen.set(value, counts)
  })
  return [...seen.values()].reduce((right, counts) => right + Math.max(...counts), 0) / values.length
}

/** Steps of each unit of a sample. */
function stepsByUnit(train: { times: Uint16Array; units: Uint16Array; unitCount: number }): number[][] {
  const all: number[][] = Array.from({ length: train.unitCount }, () => [])
  train.times.forEach((t, k) => {
    all[train.units[k]].push(t)
  })
  return all
}

test("the rate alone allows 67.6 % and the interval alone 96.6 %", () => {
  const { rates, intervals, labels } = plane({ seed: 1, points: 200_000 })
  assert.ok(Math.abs(bestFrom(rates, labels) - 0.676) < 0.006)
  assert.ok(Math.abs(bestFrom(intervals, labels) - 0.966) < 0.004)
})

test("the plane spans 0.1 to 3 Hz and 1 to 100 ms with both classes alike, and keeps away from the border", () => {
  const { rates, intervals, labels } = plane({ seed: 2, points: 50_000 })
  assert.deepEqual(extent(rates), [0.1, 3])
  assert.deepEqual(extent(intervals), [1, 100])
  const share = labels.reduce((a, b) => a + b, 0) / labels.length
  assert.ok(Math.abs(share - 0.5) < 0.01)
  for (let i = 0; i < labels.length; i++) {
    const x = ((rates[i] - 0.1) / 2.9) * 20 - 10
    const y = ((intervals[i] - 1) / 99) * 20 - 10
    assert.ok(Math.abs(y + x / 2) / Math.sqrt(1.25) > 2.2)
    assert.equal(labels[i], y > -x / 2 ? 0 : 1)
  }
})

test("isi gives each neuron round(rate x seconds) pairs of the sample's interval", () => {
  const options = { seed: 3, points: 60 }
  const points = plane(options)
  const data = isi(options)
  assert.deepEqual([data.length, data.unitCount, data.steps, data.dt], [points.labels.length, 10, 10_000, 1])
  for (let s = 0; s < data.length; s++) {
    for (const steps of stepsByUnit(data.sample(s))) {
      assert.equal(steps.length, 2 * Math.round(points.rates[s] * 10))
      for (let k = 0; k < steps.length; k += 2) {
        assert.equal(steps[k + 1] - steps[k], points.intervals[s])
        if (k > 0) assert.ok(steps[k] - steps[k - 1] > points.intervals[s])
      }
    }
  }
})

test("crossIsi lets the second of a couple follow the first by the interval", () => {
  const options = { seed: 4, points: 60 }
  const points = plane(options)
  const data = crossIsi(options)
  assert.equal(data.unitCount, 20)
  for (let s = 0; s < data.length; s++) {
    const steps = stepsByUnit(data.sample(s))
    for (let couple = 0; couple < 10; couple++) {
      assert.equal(steps[2 * couple].length, Math.round(points.rates[s] * 10))
      assert.deepEqual(
        steps[2 * couple + 1],
        steps[2 * couple].map((t) => t + points.intervals[s]),
      )
    }
  }
})

test("a longer dt rounds intervals to whole steps, at least one, and keeps every spike", () => {
  const options = { seed: 5, points: 60, duration: 4000, dt: 10 }
  const points = plane({ seed: 5, points: 60 })
  const data = isi(options)
  assert.equal(data.steps, 400)
  for (let s = 0; s < data.length; s++) {
    for (const steps of stepsByUnit(data.sample(s))) {
      assert.equal(steps.length, 2 * Math.round(points.rates[s] * 4))
      if (steps.length > 0) assert.equal(steps[1] - steps[0], Math.max(1, Math.round(points.intervals[s] / 10)))
    }
  }
})

test("isi gives the same bits for the same seed", () => {
  assert.deepEqual(isi({ seed: 6, points: 20 }).fields(), isi({ seed: 6, points: 20 }).fields())
  assert.notDeepEqual(isi({ seed: 6, points: 20 }).times, isi({ seed: 7, points: 20 }).times)
})

test("isi refuses a window of no or too many steps, and a plane of no points", () => {
  assert.throws(() => isi({ seed: 1, dt: 0.1 }), /10000 ms in steps of 0.1 ms; give 1 to 65536 steps/)
  assert.throws(() => isi({ seed: 1, duration: 0 }), /give 1 to 65536 steps/)
  assert.throws(() => isi({ seed: 1, points: 0 }), /points is 0/)
})
