import assert from "node:assert/strict"
import { test } from "node:test"
import { bushyCell } from "../../src/cochlea/bushy-cell.js"
import { hairCell } from "../../src/cochlea/hair-cell.js"
import { random } from "../../src/random.js"

const RATE = 24_000

test("a hair cell at rest keeps its spontaneous rate of 65 spikes a second", () => {
  const chance = new Float64Array(2400)
  hairCell(new Float64Array(2400), RATE, chance)
  assert.ok(Math.abs(chance[2399] * RATE - 65) < 1)
  assert.ok(Math.abs(chance[2399] - chance[0]) < 1e-6)
})

test("a hair cell answers the onset of a tone most and then adapts", () => {
  const tone = Float64Array.from({ length: 4800 }, (_, i) => 500 * Math.sin((2 * Math.PI * 1000 * i) / RATE))
  const chance = new Float64Array(4800)
  hairCell(tone, RATE, chance)
  const mean = (from: number, to: number) => chance.subarray(from, to).reduce((a, b) => a + b, 0) / (to - from)
  assert.ok(mean(0, 240) > 2 * mean(4000, 4800))
  assert.ok(mean(4000, 4800) > 65 / RATE)
})

test("a hair cell closes while the membrane moves the other way", () => {
  const chance = new Float64Array(240)
  hairCell(new Float64Array(240).fill(-100), RATE, chance)
  assert.ok(chance[239] < 1e-6)
})

/** Steps at which a bushy cell fires. */
function fire(chance: number, steps: number, seed = 1): Uint32Array {
  const spikes = new Uint32Array(steps)
  return spikes.slice(0, bushyCell(new Float64Array(steps).fill(chance), RATE, random(seed), spikes))
}

test("a bushy cell without input is silent, and fires the more the likelier its fibres fire", () => {
  const counts = [0, 0.005, 0.01, 0.02, 1].map((chance) => fire(chance, 24_000).length)
  assert.equal(counts[0], 0)
  for (let i = 1; i < counts.length; i++) assert.ok(counts[i] > counts[i - 1], String(counts))
})

test("a bushy cell rests for at least 1 ms after a spike", () => {
  const spikes = fire(0.05, 24_000)
  for (let k = 1; k < spikes.length; k++) assert.ok(spikes[k] - spikes[k - 1] >= 24)
})

test("a bushy cell fires alike for the same seed only", () => {
  assert.deepEqual(fire(0.01, 24_000, 4), fire(0.01, 24_000, 4))
  assert.notDeepEqual(fire(0.01, 24_000, 4), fire(0.01, 24_000, 5))
})
