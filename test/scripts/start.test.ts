import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { load, project } from "./load.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-start-"))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The command as npm runs it: in the project's folder, with the user's own in INIT_CWD. */
function start(...args: string[]) {
  const script = join(project, "scripts", "start.mjs")
  const env = { ...process.env, INIT_CWD: folder, SPIKETIME_NATIVE: "0" }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: project,
    env,
    encoding: "utf8",
  })
  return { status, text: stdout + stderr }
}

test("npm start says in one line that a file is missing, and ends with code 1", () => {
  const { status, text } = start("--data", "missing.h5")
  assert.equal(status, 1)
  assert.equal(text, `${join(folder, "missing.h5")}: there is no such file.\n`)
})

test("npm start says in one line that a file is no HDF5 file", () => {
  writeFileSync(join(folder, "text.h5"), "not HDF5 at all")
  const { status, text } = start("--data", "text.h5")
  assert.equal(status, 1)
  assert.match(text, /^.*text\.h5: this is no HDF5 file \(15 bytes, .*\n$/)
})

test("npm start says in one line that a path is a folder", () => {
  const { status, text } = start("--data", ".")
  assert.equal(status, 1)
  assert.match(text, /^.*: this is no file; give an HDF5 file in the layout of SHD\.\n$/)
})

test("a file that is broken behind its signature is found by reading it, with a message of one line", async () => {
  const { checkIsHdf5, checkCanBeRead } = await load<{
    checkIsHdf5(path: string): void
    checkCanBeRead(paths: string[]): Promise<string>
  }>("start/data-files.mjs")
  const signature = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])
  const path = join(folder, "cut.h5")
  writeFileSync(path, Buffer.concat([signature, Buffer.alloc(500)]))
  checkIsHdf5(path)
  await assert.rejects(checkCanBeRead([path]), (error: Error) => {
    assert.match(error.message, /cut\.h5/)
    assert.equal(error.message.trim().split("\n").length, 1, error.message)
    return true
  })
})

test("npm start says which notebooks there are where a word names none", () => {
  const { status, text } = start("figure-99")
  assert.equal(status, 1)
  assert.match(text, /^No notebook has figure-99 in its name; there are 00-quickstart\.ipynb/)
})

test("npm start -- --help says what can be asked for", () => {
  const { status, text } = start("--help")
  assert.equal(status, 0)
  for (const option of ["--data", "--test", "--scale"]) assert.match(text, new RegExp(option))
})
