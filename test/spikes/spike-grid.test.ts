import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { SpikeGrid } from "../../src/spikes/index.js"

test("a grid gives back what was put on it, sorted and once each, and is empty afterwards", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.tuple(fc.nat(), fc.nat())),
      (steps, unitCount, raw) => {
        const spikes = raw.map(([t, u]) => [t % steps, u % unitCount])
        const grid = new SpikeGrid(steps, unitCount)
        for (const [t, u] of spikes) grid.add(t, u)
        assert.ok(spikes.every(([t, u]) => grid.has(t, u)))
        const times = new Uint16Array(spikes.length)
        const units = new Uint16Array(spikes.length)
        const end = grid.drain(times, units, 0)
        const expected = [...new Set(spikes.map(([t, u]) => t * unitCount + u))].sort((a, b) => a - b)
        assert.deepEqual(
          Array.from({ length: end }, (_, k) => times[k] * unitCount + units[k]),
          expected,
        )
        assert.ok(!spikes.some(([t, u]) => grid.has(t, u)))
      },
    ),
  )
})
