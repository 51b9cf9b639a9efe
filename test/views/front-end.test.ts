import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { frontEndVersion, labFolders } from "../../src/views/front-end.js"

test("the version is that of the extension that is installed", () => {
  const folder = mkdtempSync(join(tmpdir(), "spiketime-front-end-"))
  try {
    mkdirSync(join(folder, "labextensions", "anywidget"), { recursive: true })
    writeFileSync(join(folder, "labextensions", "anywidget", "package.json"), '{"version":"9.8.7"}')
    assert.equal(frontEndVersion(["/nowhere", folder]), "9.8.7")
    writeFileSync(join(folder, "labextensions", "anywidget", "package.json"), "cut o")
    assert.equal(frontEndVersion([folder]), pinned())
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("without an extension the pinned version is taken", () => {
  assert.equal(frontEndVersion([]), pinned())
})

test("the active environment is asked before others", () => {
  const [first] = labFolders({ VIRTUAL_ENV: "/opt/env", CONDA_PREFIX: "/opt/conda", PATH: "" })
  assert.equal(first, "/opt/env/share/jupyter")
})

const pinned = (): string => {
  const requirements = readFileSync(new URL("../../../python/requirements.txt", import.meta.url), "utf8")
  return requirements.match(/^anywidget==(.+)$/m)![1]
}
