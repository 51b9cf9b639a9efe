import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { load, project } from "./load.js"

const { testFiles } = await load<{ testFiles(words: string[]): string[] }>("test/test-files.mjs")
const { findBrowser } = await load<{ findBrowser(): string | undefined }>("test/browser.mjs")
const { findPython } = await load<{ findPython(): string }>("setup/python-environment.mjs")

const folder = mkdtempSync(join(tmpdir(), "spiketime-test-command-"))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `work` with other environment variables; `undefined` takes one away. */
function withEnvironment<T>(changes: Record<string, string | undefined>, work: () => T): T {
  const before = { ...process.env }
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  try {
    return work()
  } finally {
    process.env = before
  }
}

test("npm test chooses compiled tests by words in the paths of their sources", () => {
  assert.deepEqual(testFiles(["plot/png"]), [join("dist", "test", "plot", "png.test.js")])
  assert.deepEqual(testFiles(["no such test"]), [])
  assert.ok(testFiles([]).length > 20)
})

test("npm test with a word that no test has says so and fails", () => {
  const script = join(project, "scripts", "test.mjs")
  const { status, stdout } = spawnSync(process.execPath, [script, "figure-99"], { cwd: project, encoding: "utf8" })
  assert.equal(status, 1)
  assert.equal(stdout, 'No test file has "figure-99" in its path.\n')
})

test("the counts of a test run hold what passed, failed and was skipped", () => {
  const file = join(folder, "some.test.mjs")
  writeFileSync(
    file,
    `import { test } from "node:test"
test("passes", () => {})
test("fails", () => { throw new Error("on purpose") })
test("is left out", { skip: true }, () => {})`,
  )
  const counts = join(folder, "counts.json")
  const reporter = new URL(`file://${join(project, "scripts", "test", "count-reporter.mjs")}`).href
  const args = ["--test", `--test-reporter=${reporter}`, `--test-reporter-destination=${counts}`, file]
  // A test runner inside a test runner would report to it otherwise.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  assert.equal(spawnSync(process.execPath, args, { env }).status, 1)
  const { pass, fail, skipped } = JSON.parse(readFileSync(counts, "utf8"))
  assert.deepEqual({ pass, fail, skipped }, { pass: 1, fail: 1, skipped: 1 })
})

test("a browser is the one that CHROMIUM names, else one on the path, else none", () => {
  assert.equal(withEnvironment({ CHROMIUM: "/opt/my/chrome" }, findBrowser), "/opt/my/chrome")
  const onPath = join(folder, "chromium")
  writeFileSync(onPath, "#!/bin/sh\n", { mode: 0o755 })
  assert.equal(withEnvironment({ CHROMIUM: undefined, PATH: folder }, findBrowser), onPath)
})

test("a machine without Python is told what to install and how to name another", () => {
  assert.throws(
    () => withEnvironment({ PATH: join(folder, "empty"), PYTHON: undefined }, findPython),
    /needs Python 3\.10 or later and there is none \(no python3 on the path\)\. Install it .*PYTHON=/,
  )
})

test("a Python that is too old is named with its version", () => {
  const old = join(folder, "old-python")
  writeFileSync(old, "#!/bin/sh\necho 3 8\n", { mode: 0o755 })
  assert.throws(
    () => withEnvironment({ PATH: join(folder, "empty"), PYTHON: old }, findPython),
    /there is none \(.*old-python is 3\.8\)/,
  )
})
