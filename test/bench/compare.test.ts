import assert from "node:assert/strict"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import test from "node:test"
import { compare } from "../../bench/compare.js"

test("compare finds the worst weight tensor and the neurons that spike otherwise", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bench-"))
  t.after(() => rmSync(folder, { recursive: true }))
  const save = (name: string, gradients: number[], signatures: number[]) => {
    writeFileSync(join(folder, `${name}.gradients.f32`), Float32Array.from(gradients))
    writeFileSync(join(folder, `${name}.signatures.u32`), Uint32Array.from(signatures))
  }
  save("ours", [1, 2, 8, 40], [3, 4, 5])
  save("theirs", [1, 2.5, 10, 40], [3, 4, 6])
  const found = compare(folder, "ours", "theirs", [2, 1, 2])!
  assert.equal(found.error, 0.2) // first tensor: 0.5 of 2.5; second: 2 of 40
  assert.equal(found.differing, 1)
  assert.equal(compare(folder, "ours", "nobody", [2, 1, 2]), undefined)
})
