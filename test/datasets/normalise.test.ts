import assert from "node:assert/strict"
import { test } from "node:test"
import { freshEachEpoch, freshNorm, normalise, variant } from "../../src/datasets/index.js"
import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset, type SpikeTrain } from "../../src/spikes/index.js"
import { isProper } from "../spikes/arbitrary.js"

/** 200 samples on 6 units: lively, lively, once silent, often poor, silent, never fewer than 3. */
function speech(): SpikeDataset {
  const samples = Array.from({ length: 200 }, (_, s) => {
    const stream = random(5, s)
    const times: number[] = []
    const units: number[] = []
    const put = (unit: number, count: number) => {
      const bins = stream.shuffle(Uint16Array.from({ length: 50 }, (_, i) => i))
      for (let k = 0; k < count; k++) {
        times.push(bins[k])
        units.push(unit)
      }
    }
    put(0, 5 + stream.integer(20))
    put(1, 2 + stream.integer(9))
    put(2, s === 17 ? 0 : 4 + stream.integer(9))
    put(3, 1 + stream.integer(3))
    put(5, 3 + stream.integer(6))
    return { times, units }
  })
  return fromSamples(samples, {
    labels: Uint16Array.from(samples, (_, s) => (s % 5 === 0 ? 1 : 0)),
    classNames: ["common", "rare"],
    speakers: Uint16Array.from(samples, (_, s) => s % 7),
    unitCount: 6,
    steps: 50,
    dt: 14,
    name: "made up",
  })
}

const whole = speech()
const keys = (train: SpikeTrain) => Array.from(train.times, (t, k) => t * train.unitCount + train.units[k])

test("in norm every channel has one and the same count in every sample", () => {
  const { norm, minimum } = normalise(whole, { seed: 1 })
  const counts = norm.counts()
  assert.ok(norm.length > 0)
  for (let s = 0; s < norm.length; s++) {
    assert.deepEqual([...counts.subarray(s * norm.unitCount, (s + 1) * norm.unitCount)], [...minimum])
  }
  assert.ok(isProper(norm))
})

test("norm is a subset of part, and samples, speakers and channels agree", () => {
  const { norm, part } = normalise(whole, { seed: 1 })
  assert.deepEqual([norm.labels, norm.speakers, norm.unitCount], [part.labels, part.speakers, part.unitCount])
  for (let s = 0; s < norm.length; s++) {
    const all = new Set(keys(part.sample(s)))
    assert.ok(keys(norm.sample(s)).every((key) => all.has(key)))
  }
})

test("part has all spikes of its samples on the channels that remain", () => {
  const { part, channels } = normalise(whole, { seed: 1 })
  assert.deepEqual([...channels], [0, 1, 2, 3, 5])
  const rows = new Set([...whole].map((train) => row(train, [...channels])))
  assert.ok([...part].every((train) => rows.has(row(train, [0, 1, 2, 3, 4]))))
})

/** One sample as text, on some of its units. */
function row(train: SpikeTrain, units: number[]): string {
  return Array.from(train.times, (t, k) => [t, units.indexOf(train.units[k])])
    .filter(([, place]) => place >= 0)
    .map(String)
    .join(" ")
}

test("the report counts poor channels, removed samples and what remains", () => {
  const { report } = normalise(whole, { seed: 1 })
  assert.equal(report.samples, 200)
  assert.equal(report.poorChannels, 3)
  assert.equal(report.repairedChannels, 1)
  assert.deepEqual([report.removed, report.wouldRemove, report.kept], [1, 1, 199])
  assert.equal(report.channels, 5)
  assert.equal(report.minimum.smallest, 1)
  assert.deepEqual(report.perClass, [40, 40])
  assert.ok(report.spikes.norm < report.spikes.part)
})

test("no sample is removed where too many would go, and the channel is lost instead", () => {
  const { report, channels } = normalise(whole, { seed: 1, removeBelow: 1 })
  assert.deepEqual([report.removed, report.wouldRemove], [0, 1])
  assert.deepEqual([...channels], [0, 1, 3, 5])
})

test("balance can be left out", () => {
  assert.deepEqual(normalise(whole, { seed: 1, balance: false }).report.perClass, [159, 40])
})

test("the same seed gives the same bits, another seed other samples and spikes", () => {
  assert.deepEqual(normalise(whole, { seed: 4 }).norm.fields(), normalise(whole, { seed: 4 }).norm.fields())
  assert.notDeepEqual(normalise(whole, { seed: 4 }).norm.times, normalise(whole, { seed: 5 }).norm.times)
})

test("normalise refuses data without a channel that always spikes, and a tolerance of 3", () => {
  const silent = fromSamples([{ times: [], units: [] }], {
    labels: Uint16Array.of(0),
    classNames: ["a"],
    unitCount: 4,
    steps: 5,
    dt: 1,
  })
  assert.throws(
    () => normalise(silent, { seed: 1 }),
    /no channel of spikes spikes in all of 1 samples; raise tolerance/,
  )
  assert.throws(() => normalise(whole, { seed: 1, tolerance: 3 }), /tolerance is 3/)
})

test("freshNorm draws another subset of the same counts for every epoch", () => {
  const { part, minimum } = normalise(whole, { seed: 1 })
  const epochs = [0, 1, 1].map((epoch) => freshNorm(part, minimum, { seed: 9, epoch }))
  assert.deepEqual(epochs[0].counts(), epochs[1].counts())
  assert.notDeepEqual(epochs[0].times, epochs[1].times)
  assert.deepEqual(epochs[1].times, epochs[2].times)
  assert.deepEqual(freshEachEpoch(part, minimum, { seed: 9 }).epoch(1).times, epochs[1].times)
  assert.ok(epochs.every(isProper))
})

test("freshNorm takes every subset equally often", () => {
  const data = fromSamples([{ times: [0, 1, 2, 3], units: [0, 0, 0, 0] }], {
    labels: Uint16Array.of(0),
    classNames: ["a"],
    unitCount: 1,
    steps: 4,
    dt: 1,
  })
  const seen = new Map<string, number>()
  for (let epoch = 0; epoch < 6000; epoch++) {
    const subset = freshNorm(data, [2], { seed: 1, epoch }).times.join()
    seen.set(subset, (seen.get(subset) ?? 0) + 1)
  }
  assert.equal(seen.size, 6)
  assert.ok(
    [...seen.values()].every((n) => Math.abs(n - 1000) < 5 * 29),
    String([...seen]),
  )
})

test("freshNorm refuses a minimum that a sample does not have, and one for other channels", () => {
  const { part } = normalise(whole, { seed: 1 })
  const many = new Uint16Array(part.unitCount).fill(30)
  assert.throws(
    () => freshNorm(part, many, { seed: 1 }),
    /fewer than the minimum of 30; give the minimum and the part of one/,
  )
  assert.throws(() => freshNorm(part, [1], { seed: 1 }), /1 minimum counts for 5 channels/)
})

test("variant gives whole, part or norm, and refuses another word", () => {
  assert.equal(variant(whole, "whole", { seed: 1 }).spikeCount, whole.spikeCount)
  assert.deepEqual(variant(whole, "norm", { seed: 1 }).fields(), normalise(whole, { seed: 1 }).norm.fields())
  assert.throws(() => variant(whole, "half" as "norm", { seed: 1 }), /variant "half" is not known/)
})
