import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { compareSplits, merge, shuffle, split } from "../../src/datasets/index.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"

/** Sample s has s as its only time, class s mod 4, speaker s mod 10. */
function numbered(length: number): SpikeDataset {
  return fromSamples(
    Array.from({ length }, (_, s) => ({ times: [s], units: [0] })),
    {
      labels: Uint16Array.from({ length }, (_, s) => s % 4),
      classNames: ["a", "b", "c", "d"],
      speakers: Uint16Array.from({ length }, (_, s) => s % 10),
      unitCount: 1,
      steps: 1000,
      dt: 1,
    },
  )
}

const ids = (data: SpikeDataset) => [...data.times]

test("split by position gives the paper's 60, 15 and 15 % in order and leaves the last 10 %", () => {
  const { train, validation, test: held } = split(numbered(100), { by: "position" })
  assert.deepEqual(
    ids(train),
    Array.from({ length: 60 }, (_, i) => i),
  )
  assert.deepEqual([ids(validation)[0], ids(validation).at(-1)], [60, 74])
  assert.deepEqual([ids(held)[0], ids(held).at(-1)], [75, 89])
})

test("split by lot gives 65, 10 and 25 %, each sample once, each class alike", () => {
  const data = numbered(400)
  const sides = Object.values(split(data, { by: "random", seed: 1 }))
  assert.deepEqual(
    sides.map((side) => side.length),
    [260, 40, 100],
  )
  assert.deepEqual(
    sides.flatMap(ids).sort((a, b) => a - b),
    ids(data),
  )
  for (const side of sides) {
    for (let c = 0; c < 4; c++) {
      const share = [...side.labels].filter((label) => label === c).length / side.length
      assert.ok(Math.abs(share - 0.25) < 0.05, String(share))
    }
  }
})

test("split by lot leaves no sample out and takes none twice, at any size and share", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 300 }),
      fc.integer({ min: 1, max: 98 }),
      fc.nat(),
      (length, percent, seed) => {
        const fractions = { train: percent / 100, validation: (99 - percent) / 100, test: 0.01 }
        for (const stratify of [true, false]) {
          const sides = Object.values(split(numbered(length), { by: "random", seed, fractions, stratify }))
          const all = sides.flatMap(ids)
          assert.equal(new Set(all).size, all.length)
          assert.equal(all.length, length)
        }
      },
    ),
    { numRuns: 50 },
  )
})

test("split by lot depends on the seed only", () => {
  const data = numbered(100)
  assert.deepEqual(ids(split(data, { by: "random", seed: 3 }).test), ids(split(data, { by: "random", seed: 3 }).test))
  assert.notDeepEqual(
    ids(split(data, { by: "random", seed: 3 }).test),
    ids(split(data, { by: "random", seed: 4 }).test),
  )
})

test("split by speaker lets nobody be on two sides", () => {
  const { train, validation, test: held } = split(numbered(200), { by: "speaker", seed: 1 })
  const who = [train, validation, held].map((side) => new Set(side.speakers))
  assert.equal(new Set(who.flatMap((side) => [...side])).size, who[0].size + who[1].size + who[2].size)
  assert.ok(who.every((side) => side.size > 0))
  assert.equal(train.length + validation.length + held.length, 200)
})

test("split by speaker tests the voices asked for", () => {
  const { train, validation, test: held } = split(numbered(200), { by: "speaker", seed: 1, testSpeakers: [2, 5] })
  assert.deepEqual(new Set(held.speakers), new Set([2, 5]))
  assert.equal(train.length + validation.length, 160)
  assert.ok(validation.length > 0)
  assert.throws(
    () => split(numbered(200), { by: "speaker", seed: 1, testSpeakers: [77] }),
    /speaker 77 is not in this data set/,
  )
})

test("split by speaker refuses data without speakers and says the way out", () => {
  assert.throws(
    () => split(numbered(20).with({ speakers: undefined }), { by: "speaker", seed: 1 }),
    /no speaker in this data set, so it cannot be split by speaker\. Use by: "position", or read the file with its extra\/speaker\./,
  )
})

test("split refuses fractions above 1, an unknown way, a missing seed and empty sides", () => {
  const data = numbered(20)
  const fractions = { train: 0.9, validation: 0.2, test: 0.1 }
  assert.throws(() => split(data, { by: "position", fractions }), /fractions are 0.9, 0.2, 0.1/)
  assert.throws(
    () => split(data, { by: "luck" as "random", seed: 1 }),
    /by is "luck"; give "position", "random", "speaker" or "file"/,
  )
  assert.throws(() => split(data, { by: "random" }), /by "random" needs a seed/)
  assert.throws(() => split(numbered(2), { by: "random", seed: 1 }), /2 samples leave none for/)
})

test("split by file tests the samples of the last file, whatever their order, and parts the others", () => {
  const both = merge(numbered(80), numbered(40))
  const { train, validation, test: held } = split(shuffle(both, { seed: 2 }), { by: "file", seed: 1 })
  assert.equal(held.length, 40)
  assert.ok(held.sources!.every((source) => source === 1))
  assert.equal(train.length + validation.length, 80)
  assert.ok(validation.length >= 8)
  assert.throws(() => split(numbered(20), { by: "file", seed: 1 }), /not read from a train and a test file/)
})

test("compareSplits shows the ways side by side: sizes, speakers in common, and why a way is closed", () => {
  const second = numbered(40)
  const both = merge(numbered(80), second.with({ speakers: second.speakers!.map((speaker) => 20 + (speaker % 2)) }))
  const rows = compareSplits(shuffle(both, { seed: 2 }), { seed: 1 })
  assert.deepEqual(
    rows.map(({ by, train, validation, test, leftOut }) => [by, train + validation, test, leftOut]),
    [
      ["position", 90, 18, 12],
      ["file", 80, 40, 0],
      ["speaker", rows[2].train + rows[2].validation, rows[2].test, 0],
      ["random", 90, 30, 0],
    ],
  )
  assert.deepEqual(
    rows.map(({ testSpeakersHeard }) => testSpeakersHeard! > 0),
    [true, false, false, true],
  )
  assert.equal(rows[1].fewestOfAClass, 10)
  const [, file, speaker] = compareSplits(numbered(40).with({ speakers: undefined }), { seed: 1 })
  assert.match(file.notPossible!, /not read from a train and a test file/)
  assert.match(speaker.notPossible!, /no speaker in this data set/)
})
