import assert from "node:assert/strict"
import { test } from "node:test"
import { delayLine, mixUnits } from "../../src/experiments/index.js"
import { randomise } from "../../src/perturb/index.js"
import { fromSamples } from "../../src/spikes/index.js"
import { words } from "./words.js"

test("a delay line brings each spike again on further units, later each time, and loses those past the window", () => {
  const one = fromSamples([{ times: [0, 7], units: [1, 0] }], {
    labels: Uint16Array.of(0),
    classNames: ["a"],
    unitCount: 2,
    steps: 10,
    dt: 10,
  })
  const { times, units, unitCount } = delayLine(one, { copies: 3, spacing: 30 })
  assert.equal(unitCount, 6)
  assert.deepEqual([...times], [0, 3, 6, 7])
  assert.deepEqual([...units], [1, 3, 5, 0])
})

test("a delay line refuses half a copy and a negative spacing", () => {
  assert.throws(() => delayLine(words(), { copies: 1.5 }), /1\.5 copies of 12 units/)
  assert.throws(() => delayLine(words(), { spacing: -1 }), /spacing is -1 ms/)
})

test("mixUnits takes the wanted units from the changed samples and leaves the others", () => {
  const data = words(8)
  const changed = randomise(data, { fraction: 1, seed: 3 })
  const mixed = mixUnits(data, changed, [0, 5])
  assert.deepEqual(mixed.counts(), data.counts())
  for (let s = 0; s < data.length; s++) {
    for (let unit = 0; unit < data.unitCount; unit++) {
      const timesOf = (d: typeof data) => [...d.sample(s).times].filter((_, k) => d.sample(s).units[k] === unit)
      assert.deepEqual(timesOf(mixed), timesOf(unit === 0 || unit === 5 ? changed : data))
    }
  }
  assert.throws(() => mixUnits(data, words(4), [0]), /length is 8 and 4/)
})
