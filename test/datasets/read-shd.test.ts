import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { readShd } from "../../src/datasets/index.js"
import { isProper } from "../spikes/arbitrary.js"
import { fixture } from "./fixture.js"

const small = { unitCount: 40 }

test("readShd reads half-float times into 100 bins of 14 ms, with classes and speakers", async () => {
  const data = await readShd(fixture("half.h5"), small)
  assert.deepEqual([data.length, data.steps, data.dt, data.unitCount, data.name], [12, 100, 14, 40, "half"])
  assert.deepEqual(data.classNames, ["null", "eins", "zwei"])
  assert.deepEqual([...data.labels], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])
  assert.deepEqual([...(data.speakers ?? [])], [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
  assert.ok(isProper(data))
  // What h5py and numpy say of the first sample.
  const { times, units } = data.sample(0)
  assert.deepEqual([...times.subarray(0, 6)], [5, 6, 7, 11, 12, 12])
  assert.deepEqual([...units.subarray(0, 6)], [20, 18, 25, 30, 8, 34])
  assert.equal(data.spikeCount, 379)
})

test("readShd reads single floats to the same bins, but for spikes at a bin's edge", async () => {
  const half = await readShd(fixture("half.h5"), small)
  const single = await readShd(fixture("single.h5"), small)
  assert.equal(single.spikeCount, half.spikeCount)
  const differ = single.times.filter((t, k) => t !== half.times[k]).length
  assert.ok(differ < 0.1 * half.spikeCount, String(differ))
})

test("readShd reads files as the public ones are: an early HDF5, lists in chunks, meta_info beside", async () => {
  const [found, expected] = [await readShd(fixture("public.h5"), small), await readShd(fixture("half.h5"), small)]
  assert.deepEqual(found.fields(), { ...expected.fields(), name: "public" })
})

test("readShd puts a train and a test file together", async () => {
  const both = await readShd({ train: fixture("half.h5"), test: fixture("test-part.h5") }, small)
  assert.equal(both.length, 18)
  assert.deepEqual([...(both.speakers ?? [])].slice(10), [2, 3, 7, 7, 7, 7, 7, 7])
  const alone = await readShd(fixture("test-part.h5"), small)
  assert.deepEqual(both.sample(12).times, alone.sample(0).times)
})

test("readShd numbers the classes of a file without names", async () => {
  const data = await readShd(fixture("bare.h5"), small)
  assert.deepEqual(data.classNames, ["0", "1", "2"])
  assert.equal(data.speakers, undefined)
})

test("readShd takes other bins and another window", async () => {
  const data = await readShd(fixture("half.h5"), { ...small, bins: 50, duration: 1000 })
  assert.deepEqual([data.steps, data.dt], [50, 20])
})

test("readShd accepts unsorted times on demand", async () => {
  const data = await readShd(fixture("unsorted.h5"), { ...small, unsorted: true })
  assert.ok(isProper(data))
})

const refused: [string, RegExp][] = [
  ["missing.h5", /missing\.h5: there is no such file\.$/],
  ["", /fixtures\/: is a directory\.$/],
  ["make.py", /make\.py: this is not an HDF5 file/],
  ["no-units.h5", /no-units\.h5: there is no spikes\/units in it\.$/],
  ["nan.h5", /nan\.h5: spikes\/times\[2\]\[5\] is NaN; it must be seconds from 0 on\.$/],
  ["negative.h5", /negative\.h5: spikes\/times\[2\]\[5\] is -0\.25;/],
  ["late.h5", /late\.h5: spikes\/times\[2\]\[5\] is 3\.000 s, after the window of 1400 ms; give a longer duration\.$/],
  ["unsorted.h5", /unsorted\.h5: spikes\/times\[2\]\[5\] is earlier than the spike before it;/],
  ["unit-900.h5", /unit-900\.h5: spikes\/units\[2\]\[5\] is 900; there are 40 units/],
  ["mislabelled.h5", /mislabelled\.h5: labels\[10\] is 5 and extra\/keys names 3 classes only\.$/],
  ["fewer-labels.h5", /fewer-labels\.h5: spikes\/times has 12 samples and labels has 3\.$/],
  ["infinite.h5", /infinite\.h5: spikes\/times\[2\]\[5\] is Infinity; it must be seconds from 0 on\.$/],
  ["no-spikes.h5", /no-spikes\.h5: there is no spikes\/times in it\.$/],
  ["no-labels.h5", /no-labels\.h5: there is no labels in it\.$/],
  ["minus-label.h5", /minus-label\.h5: labels\[2\] is -1; it must be a whole number >= 0\.$/],
  ["whole-times.h5", /whole-times\.h5: spikes\/times must hold one list of floats \(seconds\) a sample\.$/],
  ["fewer-speakers.h5", /fewer-speakers\.h5: extra\/speaker has 3 samples and labels has 12\.$/],
  ["odd-lists.h5", /odd-lists\.h5: sample 2 has \d+ spikes\/times and \d+ spikes\/units\.$/],
  ["norm.h5", /norm\.h5: there is no labels in it\.$/],
  ["empty.h5", /empty\.h5: labels is empty; there are no samples\.$/],
]
for (const [name, message] of refused) {
  test(`readShd refuses ${name || "a folder"} with one clear line`, async () => {
    await assert.rejects(readShd(fixture(name), small), (error: Error) => {
      assert.match(error.message, message)
      assert.ok(!error.message.includes("\n"))
      return true
    })
  })
}

test("readShd refuses a file that was cut short, at any length", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spiketime-"))
  try {
    const whole = readFileSync(fixture("half.h5"))
    for (const length of [0, 4, 40, 300, 2000, whole.length - 1]) {
      const path = join(folder, "cut.h5")
      writeFileSync(path, whole.subarray(0, length))
      await assert.rejects(readShd(path, small), (error: Error) => {
        assert.ok(error.message.startsWith(path))
        assert.match(error.message, /cut short|empty|not an HDF5 file/)
        assert.ok(!error.message.includes("\n"))
        return true
      })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
