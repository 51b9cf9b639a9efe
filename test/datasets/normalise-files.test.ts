import assert from "node:assert/strict"
import { test } from "node:test"
import { normalise, normaliseFiles, readShd } from "../../src/datasets/index.js"
import { fixture } from "./fixture.js"

test("normaliseFiles gives what normalise gives of the same files, without holding them", async () => {
  const source = { train: fixture("half.h5"), test: fixture("test-part.h5") }
  const options = { seed: 3, unitCount: 40, tolerance: 0.4, enough: 1, removeBelow: 18 }
  const expected = normalise(await readShd(source, options), options)
  const found = await normaliseFiles(source, options)
  assert.deepEqual(found.part.fields(), expected.part.fields())
  assert.deepEqual(found.norm.fields(), expected.norm.fields())
  assert.deepEqual(found.report, expected.report)
  assert.deepEqual([...found.minimum], [...expected.minimum])
})
