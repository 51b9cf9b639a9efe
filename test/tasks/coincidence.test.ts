import assert from "node:assert/strict"
import { test } from "node:test"
import { mean } from "d3-array"
import type { SpikeDataset } from "../../src/spikes/index.js"
import { coincidence } from "../../src/tasks/index.js"
import { activeCounts, mixingAt, onOff, overlap } from "../../src/tasks/overlap.js"

/** Active neurons, by sample, window and group. */
function activity(data: SpikeDataset): number[][][] {
  return [...data].map(({ times, units, dt }) => {
    const windows = Array.from({ length: 20 }, () => [0, 0, 0])
    times.forEach((t, k) => {
      windows[Math.floor((t * dt) / 200)][Math.floor(units[k] / 20)]++
    })
    return windows
  })
}

test("coincidence makes samples of 20 windows with spikes in their middle 100 ms only, one a neuron", () => {
  const data = coincidence({ level: 0.3, seed: 1, samplesPerClass: 10 })
  assert.deepEqual([data.length, data.unitCount, data.steps, data.dt], [30, 60, 4000, 1])
  for (const { times, units } of data) {
    assert.ok(times.every((t) => t % 200 >= 50 && t % 200 < 150))
    const seen = new Set(Array.from(times, (t, k) => Math.floor(t / 200) * 60 + units[k]))
    assert.equal(seen.size, times.length)
  }
})

test("at level 0 the two groups of the class are active together and the third is the opposite", () => {
  const data = coincidence({ level: 0, seed: 2, samplesPerClass: 40 })
  const expected = [
    [0, 1],
    [0, 2],
    [1, 2],
  ]
  activity(data).forEach((windows, s) => {
    const active = (group: number) => windows.map((counts) => counts[group] > 6)
    const agreement = (a: number, b: number) => mean(active(a).map((on, w) => Number(on === active(b)[w])))!
    const pairs = [agreement(0, 1), agreement(0, 2), agreement(1, 2)]
    const [a, b] = expected[data.labels[s]]
    assert.equal(
      pairs.indexOf(Math.max(...pairs)),
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ].findIndex(([x, y]) => x === a && y === b),
    )
  })
})

test("the mixing found for each level has that overlap", () => {
  for (const level of [0.1, 0.3, 0.5, 0.7, 0.9, 1]) {
    const { on, off } = onOff(mixingAt(level))
    assert.ok(Math.abs(overlap(on, off) - level) < 0.002, `level ${level}: ${overlap(on, off)}`)
  }
  assert.equal(mixingAt(0), 0)
  assert.equal(mixingAt(1), 1)
})

test("active counts are a truncated Poisson distribution", () => {
  const p = activeCounts(12)
  assert.equal(p.length, 21)
  assert.ok(Math.abs(p.reduce((a, b) => a + b, 0) - 1) < 1e-12)
  assert.ok(Math.abs(p[13] / p[12] - 12 / 13) < 1e-12)
})

test("the mean count of groups follows the distributions", () => {
  const data = coincidence({ level: 0, seed: 3, samplesPerClass: 100, coin: "balanced" })
  const expected = (p: Float64Array) => p.reduce((sum, value, k) => sum + k * value, 0)
  const { on, off } = onOff(0)
  const perWindow = data.spikeCount / data.length / 20
  assert.ok(Math.abs(perWindow - 1.5 * (expected(on) + expected(off))) < 0.1, String(perWindow))
})

test("the balanced coin switches a group on in exactly half of the windows, the fair one does not", () => {
  const onWindows = (coin: "fair" | "balanced") =>
    activity(coincidence({ level: 0, seed: 4, samplesPerClass: 30, coin })).map(
      (windows) => windows.filter((counts) => counts[0] > 6).length,
    )
  const spread = (values: number[]) => Math.max(...values) - Math.min(...values)
  // The threshold of 6 misjudges a window now and then: at most 3 of 20.
  assert.ok(onWindows("balanced").every((n) => Math.abs(n - 10) <= 3))
  assert.ok(spread(onWindows("fair")) > 6)
})

test("at level 1 counts of all groups are alike whatever the coin", () => {
  const data = coincidence({ level: 1, seed: 5, samplesPerClass: 100 })
  const windows = activity(data).flat()
  const means = [0, 1, 2].map((group) => mean(windows, (counts) => counts[group])!)
  assert.ok(
    means.every((m) => Math.abs(m - 5) < 0.1),
    String(means),
  )
})

test("coincidence keeps its duration with a longer dt", () => {
  const data = coincidence({ level: 0.5, seed: 6, samplesPerClass: 2, dt: 10 })
  assert.deepEqual([data.steps, data.dt], [400, 10])
})

test("coincidence refuses a level of 2, another coin and a dt of 0", () => {
  assert.throws(() => coincidence({ level: 2, seed: 1 }), /level is 2; give an overlap from 0 to 1/)
  assert.throws(() => coincidence({ level: 0, seed: 1, dt: 0 }), /dt is 0 ms/)
  assert.throws(() => coincidence({ level: 0, seed: 1, coin: "bent" as "fair" }), /give "fair" or "balanced"/)
})
