import assert from "node:assert/strict"
import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { shd, shdNorm, ssc, sscNorm } from "../../src/datasets/index.js"
import { fixture } from "./fixture.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-"))
after(() => rmSync(folder, { recursive: true }))
copyFileSync(fixture("half.h5"), join(folder, "shd_train.h5"))
copyFileSync(fixture("test-part.h5"), join(folder, "shd_test.h5"))
copyFileSync(fixture("norm.mat"), join(folder, "shd_norm.mat"))
copyFileSync(fixture("norm.h5"), join(folder, "ssc_norm.h5"))

test("shd puts the train and the test file together, shuffled, and remembers which is which", async () => {
  const data = await shd({ folder })
  assert.deepEqual([data.length, data.name], [18, "SHD"])
  assert.equal(
    data.sources!.reduce((a, b) => a + b, 0),
    6,
  )
  assert.notDeepEqual([...data.sources!], [...data.sources!].sort())
})

test("shd gives the norm variant", async () => {
  const norm = await shd({ folder, variant: "norm", unitCount: 40, tolerance: 0.4, enough: 1, removeBelow: 18 })
  const [first, ...others] = Array.from({ length: norm.length }, (_, s) => norm.sample(s).times.length)
  assert.ok(first > 0 && others.every((count) => count === first))
  await assert.rejects(shd({ folder, variant: "half" as "norm" }), /variant "half" is not known/)
})

test("shdNorm and sscNorm read the authors' files", async () => {
  const data = await shdNorm({ folder })
  assert.deepEqual([data.name, data.length, data.classNames.length, data.classNames[11]], ["SHD-norm", 9, 20, "eins"])
  assert.equal((await sscNorm({ folder })).length, 9)
})

test("a data set that was not fetched is named with the command that fetches it", async () => {
  await assert.rejects(
    ssc({ folder }),
    /ssc_train\.h5: there is no such file\. Fetch it with: npx spiketime data fetch ssc/,
  )
})
