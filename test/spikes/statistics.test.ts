import assert from "node:assert/strict"
import { test } from "node:test"
import { sum } from "d3-array"
import fc from "fast-check"
import { correlogram, countsByClass, fromSamples, intervals, psth } from "../../src/spikes/index.js"
import { crossIsi, isi, plane } from "../../src/tasks/index.js"
import { spikeDatasets } from "./arbitrary.js"

const data = fromSamples(
  [
    { times: [0, 3, 5, 1], units: [0, 0, 0, 1] },
    { times: [3, 9], units: [1, 1] },
  ],
  { labels: Uint16Array.of(0, 1), classNames: ["a", "b", "c"], unitCount: 2, steps: 10, dt: 5 },
)

test("psth gives mean spikes a sample in each bin", () => {
  assert.deepEqual(psth(data, { bin: 25 }), [
    { time: 0, spikes: 2 },
    { time: 25, spikes: 1 },
  ])
  assert.throws(() => psth(data, { bin: 7 }), /a bin of 7 ms is no whole number of steps of 5 ms/)
  fc.assert(
    fc.property(spikeDatasets, (any) => {
      assert.ok(Math.abs(sum(psth(any), (bin) => bin.spikes) * any.length - any.spikeCount) < 1e-6)
    }),
  )
})

test("countsByClass gives the mean count of each unit in each class, 0 for a class without samples", () => {
  assert.deepEqual([...countsByClass(data)], [3, 1, 0, 2, 0, 0])
})

test("intervals are those between neighbours on one unit", () => {
  assert.deepEqual([...intervals(data)].sort(), [10, 15, 30])
  assert.deepEqual([...intervals(data, { units: [1] })], [30])
})

test("intervals show the interval of an ISI task", () => {
  const options = { seed: 1, points: 5 }
  const points = plane(options)
  const all = isi(options)
  for (let s = 0; s < all.length; s++) {
    const shortest = Math.min(...intervals(all.select([s])))
    assert.equal(shortest, points.intervals[s])
  }
})

test("correlogram counts pairs at each lag", () => {
  assert.deepEqual(correlogram(data, { from: 1, to: 0, window: 10 }), [
    { lag: -10, pairs: 0 },
    { lag: -5, pairs: 1 },
    { lag: 0, pairs: 0 },
    { lag: 5, pairs: 0 },
    { lag: 10, pairs: 1 },
  ])
  const own = correlogram(data, { from: 0, to: 0, window: 30 })
  assert.equal(own.find(({ lag }) => lag === 0)!.pairs, 0)
  assert.equal(
    sum(own, ({ pairs }) => pairs),
    6,
  )
})

test("correlogram has its peak at the interval of a cross-neuron ISI task", () => {
  const options = { seed: 2, points: 6 }
  const points = plane(options)
  const all = crossIsi(options)
  for (let s = 0; s < all.length; s++) {
    const bars = correlogram(all.select([s]), { from: 0, to: 1, window: 100 })
    const tallest = bars.reduce((a, b) => (b.pairs > a.pairs ? b : a))
    assert.equal(tallest.lag, points.intervals[s])
  }
})

test("correlogram refuses a unit that does not exist", () => {
  assert.throws(() => correlogram(data, { from: 0, to: 2, window: 10 }), /2 is not one of the 2 units/)
  assert.throws(() => correlogram(data, { from: 0, to: 1, window: -1 }), /window is -1 ms/)
})
