import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { readShd, writeShd } from "../../src/datasets/index.js"
import { lookup3 } from "../../src/datasets/lookup3.js"
import { random } from "../../src/random.js"
import { fromSamples } from "../../src/spikes/index.js"
import { load } from "../scripts/load.js"
import { fixture } from "./fixture.js"

const { venvProgram } = await load<{ venvProgram(name: string): string }>("setup/paths.mjs")

/** 300 samples of 0 to 900 spikes, so that lists fill more than one heap. */
const stream = random(3)
const data = fromSamples(
  Array.from({ length: 300 }, (_, s) => ({
    times: Array.from({ length: 3 * s }, () => stream.integer(100)),
    units: Array.from({ length: 3 * s }, () => stream.integer(700)),
  })),
  {
    labels: Uint16Array.from({ length: 300 }, (_, s) => s % 3),
    speakers: Uint16Array.from({ length: 300 }, (_, s) => s % 7),
    classNames: ["null", "fünf", "straße"],
    unitCount: 700,
    steps: 100,
    dt: 14,
    name: "mine",
  },
)

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "spiketime-"))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test("a data set written in the SHD layout is read back as it was", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "mine.h5")
    await writeShd(path, data)
    assert.deepEqual((await readShd(path)).fields(), data.fields())
    assert.deepEqual(readdirSync(folder), ["mine.h5"])
  })
})

test("h5py reads a data set that was written, line by line as tonic does", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "mine.h5")
    await writeShd(path, data)
    const out = execFileSync(venvProgram("python"), [fixture("read_back.py"), "h5py", path], { maxBuffer: 2 ** 26 })
    const read = JSON.parse(out.toString()) as { [column in "times" | "units"]: number[][] } & {
      [column in "labels" | "speakers"]: number[]
    } & { classes: string[] }
    assert.deepEqual(read.classes, data.classNames)
    assert.deepEqual([read.labels, read.speakers], [[...data.labels], [...data.speakers!]])
    for (const [s, { times, units }] of [...data].entries()) {
      assert.deepEqual(read.units[s], [...units])
      // Microseconds; a bin lasts 14 ms.
      assert.deepEqual(
        read.times[s].map((time) => Math.floor(time / 14_000)),
        [...times],
      )
    }
  })
})

test("spikes in seconds are written as half floats", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "raw.h5")
    const samples = [
      { times: [0.1, 0.2504], units: [5, 699] },
      { times: [], units: [] },
    ]
    await writeShd(path, { samples, labels: [1, 0], classNames: ["no", "yes"] })
    const read = await readShd(path, { bins: 1000, duration: 1000 })
    assert.deepEqual(
      [[...read.times], [...read.units], [...read.offsets]],
      [
        [99, 250],
        [5, 699],
        [0, 2, 2],
      ],
    )
    assert.equal(read.speakers, undefined)
  })
})

test("labels that do not fit are refused, and an impossible place leaves nothing behind", async () => {
  await assert.rejects(writeShd("x.h5", { samples: [], labels: [1], classNames: [] }), /0 samples and 1 labels/)
  const path = join(tmpdir(), "no", "such", "folder", "x.h5")
  await assert.rejects(writeShd(path, data), /x\.h5: it cannot be written/)
  assert.ok(!existsSync(path))
})

test("lookup3 gives the values of its author's own test", () => {
  const text = (value: string) => new TextEncoder().encode(value)
  assert.equal(lookup3(text("")), 0xdeadbeef)
  assert.equal(lookup3(text("Four score and seven years ago")), 0x17770551)
})
