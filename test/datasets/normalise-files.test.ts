import assert from "node:assert/strict"
import { test } from "node:test"
import { normalise, normaliseFiles, readShd, variantOfFiles } from "../../src/datasets/index.js"
import { fixture } from "./fixture.js"

test("normaliseFiles gives what normalise gives of the same files, without holding them", async () => {
  const source = { train: fixture("half.h5"), test: fixture("test-part.h5") }
  const options = { seed: 3, tolerance: 0.4, enough: 1, removeBelow: 18 }
  const expected = normalise(await readShd(source, { unitCount: 40 }), options)
  const found = await normaliseFiles(source, { ...options, unitCount: 40 })
  assert.deepEqual(found.part.fields(), expected.part.fields())
  assert.deepEqual(found.norm.fields(), expected.norm.fields())
  assert.deepEqual(found.report, expected.report)
  assert.deepEqual([...found.minimum], [...expected.minimum])
})

test("variantOfFiles gives the part or the norm alone, the same spikes", async () => {
  const source = [fixture("half.h5"), fixture("test-part.h5")]
  const options = { seed: 3, unitCount: 40, tolerance: 0.4, enough: 1, removeBelow: 18, name: "mine" }
  const expected = await normaliseFiles(source, options)
  for (const variant of ["part", "norm"] as const) {
    const found = await variantOfFiles(source, variant, options)
    assert.deepEqual(found.fields(), expected[variant].fields())
    assert.equal(found.name, `mine-${variant}`)
  }
})
