import assert from "node:assert/strict"
import test from "node:test"
import { durationBaseline } from "../../src/baselines/index.js"
import { random } from "../../src/random.js"
import { fromSamples } from "../../src/spikes/index.js"

/** Class k lasts about 10 + 10 k steps. */
function threeLengths(seed: number) {
  const dice = random(seed)
  const labels = Uint16Array.from({ length: 60 }, (_, s) => s % 3)
  const spikes = Array.from(labels, (label) => {
    const start = dice.integer(10)
    return { times: [start, start + 10 + 10 * label + dice.integer(4)], units: [0, 1] }
  })
  return fromSamples(spikes, { labels, classNames: ["a", "b", "c"], unitCount: 2, steps: 60, dt: 1 })
}

test("durationBaseline tells classes apart by their length alone", () => {
  assert.equal(durationBaseline(threeLengths(1)).accuracy(threeLengths(2)), 1)
})

test("durationBaseline is blind to when a sample starts and to which unit spikes", () => {
  const data = threeLengths(1)
  const fitted = durationBaseline(data)
  const later = data.with({ times: data.times.map((t) => t + 5), units: data.units.map((u) => 1 - u) })
  assert.deepEqual(fitted.predict(later), fitted.predict(data))
})

test("durationBaseline refuses an empty training set", () => {
  assert.throws(() => durationBaseline(threeLengths(1).take(0)), /no training samples/)
})
