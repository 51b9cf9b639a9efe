import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { fromSamples, SpikeDataset } from "../../src/spikes/index.js"
import { isProper, spikeDatasets } from "./arbitrary.js"

const shape = { classNames: ["yes", "no"], unitCount: 3, steps: 5, dt: 14 }
const two = fromSamples(
  [
    { times: [4, 0, 0], units: [1, 2, 0] },
    { times: [1, 1, 1], units: [1, 1, 0] },
  ],
  { ...shape, labels: Uint16Array.of(0, 1), speakers: Uint16Array.of(7, 8) },
)

test("fromSamples sorts spikes by time, then unit, and merges those of a unit in one step", () => {
  assert.deepEqual([...two.times], [0, 0, 4, 1, 1])
  assert.deepEqual([...two.units], [0, 2, 1, 0, 1])
  assert.deepEqual([...two.offsets], [0, 3, 5])
})

test("fromSamples refuses a spike outside the window and names its sample", () => {
  assert.throws(
    () =>
      fromSamples(
        [
          { times: [], units: [] },
          { times: [5], units: [0] },
        ],
        { ...shape, labels: Uint16Array.of(0, 0) },
      ),
    /sample 1: spike 0 at step 5 of unit 0 lies outside 5 steps x 3 units/,
  )
})

test("a sample is a view of its spikes with its class and speaker", () => {
  const { times, units, className, speaker, dt } = two.sample(1)
  assert.deepEqual([[...times], [...units], className, speaker, dt], [[1, 1], [0, 1], "no", 8, 14])
  assert.equal(times.buffer, two.times.buffer)
})

test("a sample that does not exist is refused", () => {
  assert.throws(() => two.sample(2), /2 is not one of the 2 samples/)
  assert.throws(() => two.sample(0.5), /0.5 is not one/)
})

test("where keeps the samples of a class or a speaker, and refuses an unknown class", () => {
  assert.deepEqual([...two.where({ label: "no" }).labels], [1])
  assert.deepEqual([...two.where({ speaker: 7 }).labels], [0])
  assert.throws(() => two.where({ label: "maybe" }), /class "maybe" is not known; there are yes, no/)
})

test("where by speaker needs speakers", () => {
  assert.throws(() => two.with({ speakers: undefined }).where({ speaker: 7 }), /no speaker is recorded/)
})

test("select keeps spikes, labels and speakers in the order asked for", () => {
  const turned = two.select([1, 0, 1])
  assert.deepEqual([...turned.labels], [1, 0, 1])
  assert.deepEqual([...(turned.speakers ?? [])], [8, 7, 8])
  assert.deepEqual([...turned.sample(1).times], [0, 0, 4])
  assert.throws(() => two.select([9]), /9 is not one of the 2 samples/)
})

test("counts and dense view hold each spike once", () => {
  assert.deepEqual([...two.counts()], [1, 1, 1, 1, 1, 0])
  const dense = two.dense()
  assert.equal(dense.length, 2 * 5 * 3)
  assert.equal(dense[4 * 3 + 1], 1)
  fc.assert(
    fc.property(spikeDatasets, (data) => {
      const total = (values: Float32Array) => values.reduce((a, b) => a + b, 0)
      assert.equal(total(data.counts()), data.spikeCount)
      assert.equal(total(data.dense()), data.spikeCount)
    }),
  )
})

test("any samples become proper event lists", () => {
  fc.assert(fc.property(spikeDatasets, isProper))
})

test("fields that do not fit are refused with both numbers", () => {
  const fields = two.fields()
  assert.throws(() => new SpikeDataset({ ...fields, labels: Uint16Array.of(0) }), /1 labels need 2 offsets, got 3/)
  assert.throws(() => new SpikeDataset({ ...fields, units: Uint16Array.of(0) }), /5 times and 1 units/)
  assert.throws(() => new SpikeDataset({ ...fields, speakers: Uint16Array.of(0) }), /2 labels and 1 speakers/)
  const beyond = new Uint16Array(2).fill(fields.classNames.length)
  assert.throws(
    () => new SpikeDataset({ ...fields, labels: beyond }),
    /label of sample 0 is \d+, and there are \d+ class/,
  )
  assert.throws(() => new SpikeDataset({ ...fields, dt: 0 }), /dt is 0 ms/)
  assert.throws(() => new SpikeDataset({ ...fields, steps: 0 }), /window of 0 steps/)
})
