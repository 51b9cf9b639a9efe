import assert from "node:assert/strict"
import { test } from "node:test"
import { split, spokenDigits } from "../../src/datasets/index.js"
import { isProper } from "../spikes/arbitrary.js"

test("spokenDigits gives 20 classes of many voices in 100 bins of 14 ms, in a second or so", async () => {
  const start = process.cpuUsage()
  const data = await spokenDigits()
  const { user, system } = process.cpuUsage(start)
  // Half a second of a free core; twice that on one that is shared.
  assert.ok(user + system < 2e6, `${(user + system) / 1000} ms`)
  assert.ok(data.length >= 2400, String(data.length))
  assert.deepEqual([data.unitCount, data.steps, data.dt, data.classNames.length], [700, 100, 14, 20])
  assert.deepEqual([data.classNames[0], data.classNames[15]], ["zero", "fünf"])
  assert.ok(new Set(data.speakers).size >= 20)
  assert.ok(isProper(data))
  for (let c = 0; c < 20; c++) assert.ok(data.where({ label: c }).length >= 120)
})

test("the words fill the window as those of SHD do", async () => {
  const ends = [...(await spokenDigits())].map(({ times }) => times[times.length - 1] * 14).sort((a, b) => a - b)
  assert.ok(ends[0] > 500)
  assert.ok(ends[ends.length >> 1] > 800 && ends[ends.length >> 1] < 1200)
})

test("spokenDigits gives part and norm with the paper's guarantees", async () => {
  const norm = await spokenDigits({ variant: "norm" })
  const part = await spokenDigits({ variant: "part" })
  assert.deepEqual([norm.labels, norm.speakers, norm.unitCount], [part.labels, part.speakers, part.unitCount])
  const counts = norm.counts()
  for (let i = 0; i < counts.length; i++) assert.equal(counts[i], counts[i % norm.unitCount])
  assert.ok(norm.unitCount >= 150)
  assert.ok(norm.length >= 1500, String(norm.length))
})

test("spokenDigits is shuffled by its seed", async () => {
  assert.deepEqual((await spokenDigits({ seed: 2 })).labels, (await spokenDigits({ seed: 2 })).labels)
  assert.notDeepEqual((await spokenDigits({ seed: 2 })).labels, (await spokenDigits({ seed: 3 })).labels)
})

test("spokenDigits comes in 200 bins, too, which hold the same", async () => {
  const [coarse, fine] = [await spokenDigits(), await spokenDigits({ bins: 200 })]
  assert.deepEqual([fine.steps, fine.dt], [200, 7])
  const { times, units } = fine.sample(5)
  const halved = new Set(Array.from(times, (t, k) => Math.floor(t / 2) * 700 + units[k]))
  const expected = Array.from(coarse.sample(5).times, (t, k) => t * 700 + coarse.sample(5).units[k])
  assert.deepEqual(
    [...halved].sort((a, b) => a - b),
    expected,
  )
})

test("spokenDigits is split by voice", async () => {
  const { train, test: held } = split(await spokenDigits(), { by: "speaker", seed: 1 })
  const known = new Set(train.speakers)
  assert.ok(held.speakers!.every((voice) => !known.has(voice)))
  for (let c = 0; c < 20; c++) assert.ok(held.where({ label: c }).length > 0)
})

test("spokenDigits refuses another variant or number of bins", async () => {
  await assert.rejects(
    spokenDigits({ variant: "half" as "norm" }),
    /variant "half" is not known; give "whole", "part" or "norm"/,
  )
  await assert.rejects(spokenDigits({ bins: 50 as 100 }), /bins is 50; give 100 or 200/)
})
