import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { shuffleOrder, shuffleSynchrony } from "../../src/perturb/index.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"
import { isProper, spikeDatasets, supports } from "../spikes/arbitrary.js"

/** The set of units of each occupied bin, as text, in any order. */
function volleys(data: SpikeDataset, sample: number): string[] {
  const { times, units } = data.sample(sample)
  const bins = new Map<number, number[]>()
  times.forEach((t, k) => {
    bins.set(t, [...(bins.get(t) ?? []), units[k]])
  })
  return [...bins.values()].map(String).sort()
}

for (const [name, shuffle] of Object.entries({ shuffleOrder, shuffleSynchrony })) {
  test(`${name} keeps the spike count of every unit and the support`, () => {
    fc.assert(
      fc.property(spikeDatasets, fc.nat(), (data, seed) => {
        const after = shuffle(data, { seed })
        assert.ok(isProper(after))
        assert.deepEqual(after.counts(), data.counts())
        const before = supports(data)
        supports(after).forEach(([first, last], s) => {
          assert.ok(first === undefined || (first >= before[s][0] && last <= before[s][1]))
        })
        assert.deepEqual(shuffle(data, { seed, fixed: true }).counts(), data.counts())
      }),
    )
  })

  test(`${name} with fixed treats equal samples alike, and otherwise differently`, () => {
    const data = fromSamples(
      Array.from({ length: 2 }, () => ({
        times: Array.from({ length: 50 }, (_, k) => k),
        units: Array.from({ length: 50 }, (_, k) => k % 5),
      })),
      { labels: new Uint16Array(2), classNames: ["a"], unitCount: 5, steps: 50, dt: 1 },
    )
    const units = (all: SpikeDataset, s: number) => [...all.sample(s).units]
    const fixed = shuffle(data, { seed: 1, fixed: true })
    const own = shuffle(data, { seed: 1 })
    assert.deepEqual(units(fixed, 0), units(fixed, 1))
    assert.notDeepEqual([units(own, 0), [...own.sample(0).times]], [units(own, 1), [...own.sample(1).times]])
    assert.throws(() => shuffle(data, { seed: 1, fixed: true, within: "support" }), /spans the window/)
  })
}

test("shuffleOrder keeps together who spikes together", () => {
  fc.assert(
    fc.property(spikeDatasets, fc.nat(), (data, seed) => {
      const after = shuffleOrder(data, { seed })
      for (let s = 0; s < data.length; s++) assert.deepEqual(volleys(after, s), volleys(data, s))
    }),
  )
})

test("shuffleSynchrony parts most of those who spike together", () => {
  const data = fromSamples(
    [{ times: Array.from({ length: 100 }, (_, k) => k >> 1), units: Array.from({ length: 100 }, (_, k) => k & 1) }],
    {
      labels: Uint16Array.of(0),
      classNames: ["a"],
      unitCount: 2,
      steps: 50,
      dt: 1,
    },
  )
  const sparse = data.with({ steps: 1000 })
  const after = shuffleSynchrony(sparse, { seed: 1, within: "window" })
  assert.ok(volleys(after, 0).filter((units) => units === "0,1").length < 10)
})
