import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { readNorm } from "../../src/datasets/index.js"
import { isProper } from "../spikes/arbitrary.js"
import { fixture } from "./fixture.js"

/** Sample, unit and step of every spike, as numpy lists them. */
const SPIKES = readFileSync(fixture("norm.txt"), "utf8").trim().split("\n")

for (const name of ["norm.mat", "norm-plain.mat", "norm.h5"]) {
  test(`readNorm reads every spike of ${name}`, async () => {
    const data = await readNorm(fixture(name))
    assert.deepEqual([data.length, data.unitCount, data.steps, data.dt], [9, 5, 20, 14])
    assert.deepEqual([...data.labels], [0, 1, 2, 3, 0, 1, 2, 3, 0])
    assert.deepEqual(data.classNames, ["0", "1", "2", "3"])
    assert.ok(isProper(data))
    const found = [...data].flatMap(({ times, units }, s) => Array.from(times, (t, k) => `${s} ${units[k]} ${t}`))
    assert.deepEqual(found.sort(), [...SPIKES].sort())
  })
}

test("readNorm takes class names and the length of a bin", async () => {
  const data = await readNorm(fixture("norm.mat"), { classNames: ["a", "b", "c", "d"], dt: 10 })
  assert.deepEqual([data.sample(1).className, data.dt], ["b", 10])
  await assert.rejects(
    readNorm(fixture("norm.mat"), { classNames: ["a"] }),
    /Y holds class 3, and classNames names 1 only/,
  )
})

const refused: [string, RegExp][] = [
  ["absent.mat", /absent\.mat: there is no such file\.$/],
  ["norm-flat.mat", /norm-flat\.mat: X has the size 9 x 100; it must be samples x channels x bins\.$/],
  ["norm-fewer.mat", /norm-fewer\.mat: X has 9 samples and Y has 5 labels\.$/],
  ["norm-bare.mat", /norm-bare\.mat: there is no numeric array Y in it\.$/],
  ["half.h5", /half\.h5: there is no X in it\.$/],
  ["norm.txt", /norm\.txt: this is not an HDF5 file/],
]
for (const [name, message] of refused) {
  test(`readNorm refuses ${name} with one clear line`, async () => {
    await assert.rejects(readNorm(fixture(name)), message)
  })
}

test("readNorm refuses a MATLAB file that was cut short, at any length", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spiketime-"))
  try {
    const whole = readFileSync(fixture("norm.mat"))
    for (const length of [128, 132, 150, whole.length - 20]) {
      const path = join(folder, "cut.mat")
      writeFileSync(path, whole.subarray(0, length))
      await assert.rejects(
        readNorm(path),
        /cut\.mat: (the file is cut short|there is no numeric array|a compressed array cannot)/,
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
