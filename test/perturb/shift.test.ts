import assert from "node:assert/strict"
import { test } from "node:test"
import { deviation, mean } from "d3-array"
import fc from "fast-check"
import { shift, spikesLost } from "../../src/perturb/index.js"
import { fromSamples } from "../../src/spikes/index.js"
import { isProper, spikeDatasets } from "../spikes/arbitrary.js"

const shape = { labels: Uint16Array.of(0), classNames: ["a"], unitCount: 400, steps: 200, dt: 5 }
/** Two spikes on each of 400 units, 7 steps apart. */
const pairs = fromSamples(
  [
    {
      times: Array.from({ length: 800 }, (_, k) => (k % 2 === 0 ? 80 : 87)),
      units: Array.from({ length: 800 }, (_, k) => k >> 1),
    },
  ],
  shape,
)

/** Steps of the spikes of one unit. */
function stepsOf(data: typeof pairs, unit: number): number[] {
  const { times, units } = data.sample(0)
  return [...times.filter((_, k) => units[k] === unit)]
}

test("shift moves all spikes of a unit by the same time", () => {
  const moved = shift(pairs, { sigmaSteps: 10, seed: 1 })
  for (let u = 0; u < 400; u++) {
    const [a, b] = stepsOf(moved, u)
    assert.equal(b - a, 7)
  }
})

test("shift draws a Gaussian for each unit on top of the common 20 steps", () => {
  const moved = shift(pairs, { sigma: 50, seed: 2 })
  const moves = Array.from({ length: 400 }, (_, u) => stepsOf(moved, u)[0] - 80)
  assert.ok(Math.abs(mean(moves)! - 20) < 1.5, String(mean(moves)))
  assert.ok(Math.abs(deviation(moves)! - 10) < 1.1, String(deviation(moves)))
})

test("shift takes another common shift in ms or steps, not both", () => {
  assert.deepEqual(stepsOf(shift(pairs, { sigma: 0, common: 50, seed: 1 }), 3), [90, 97])
  assert.deepEqual(stepsOf(shift(pairs, { sigma: 0, commonSteps: -1, seed: 1 }), 3), [79, 86])
  assert.throws(
    () => shift(pairs, { sigma: 0, common: 5, commonSteps: 1, seed: 1 }),
    /either common \(ms\) or commonSteps/,
  )
})

test("spikes that a shift merges at the edge are reported as lost", () => {
  const moved = shift(pairs, { sigmaSteps: 0, commonSteps: 150, seed: 1 })
  assert.deepEqual(stepsOf(moved, 0), [199])
  assert.deepEqual(spikesLost(pairs, moved), { lost: 400, fraction: 0.5 })
  const wide = pairs.with({ steps: 300 })
  assert.deepEqual(spikesLost(wide, shift(wide, { sigmaSteps: 0, commonSteps: 150, seed: 1 })), {
    lost: 0,
    fraction: 0,
  })
})

test("shift keeps proper event lists and never adds a spike", () => {
  fc.assert(
    fc.property(spikeDatasets, fc.nat({ max: 50 }), fc.nat(), (data, sigmaSteps, seed) => {
      const moved = shift(data, { sigmaSteps, seed })
      assert.ok(isProper(moved))
      assert.ok(moved.counts().every((count, i) => count <= data.counts()[i]))
    }),
  )
})

test("shift forward moves no unit back, and all its spikes alike", () => {
  const data = fromSamples(
    Array.from({ length: 300 }, () => ({ times: [10, 40], units: [0, 0] })),
    { labels: new Uint16Array(300), classNames: ["a"], unitCount: 1, steps: 200, dt: 1 },
  )
  const { times } = shift(data, { sigma: 8, common: 3, seed: 1, forward: true })
  for (let s = 0; s < 300; s++) {
    assert.ok(times[2 * s] >= 13)
    assert.equal(times[2 * s + 1] - times[2 * s], 30)
  }
  assert.throws(() => shift(data, { sigma: 8, common: -3, seed: 1, forward: true }), /leads 3 steps back/)
})
