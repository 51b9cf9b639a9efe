import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { load } from "./load.js"

const { hasStamp, stampOf, writeStamp } = await load<{
  hasStamp(file: string, stamp: string): boolean
  stampOf(paths: string[], ...words: string[]): string
  writeStamp(file: string, stamp: string): void
}>("setup/stamp.mjs")

const folder = mkdtempSync(join(tmpdir(), "spiketime-stamp-"))
after(() => rmSync(folder, { recursive: true, force: true }))
const source = join(folder, "source")
mkdirSync(source)
writeFileSync(join(source, "a.ts"), "one")

test("a stamp stays when a file is only touched, and changes with its contents", () => {
  const before = stampOf([source])
  utimesSync(join(source, "a.ts"), new Date(0), new Date(0))
  assert.equal(stampOf([source]), before)
  writeFileSync(join(source, "a.ts"), "two")
  assert.notEqual(stampOf([source]), before)
})

test("a stamp changes when a file comes or goes, and with its words", () => {
  const before = stampOf([source], "node 20")
  assert.notEqual(stampOf([source], "node 22"), before)
  writeFileSync(join(source, "b.ts"), "")
  assert.notEqual(stampOf([source], "node 20"), before)
  rmSync(join(source, "b.ts"))
  assert.equal(stampOf([source], "node 20"), before)
})

test("a stamp is found again where it was written, and nowhere else", () => {
  const file = join(folder, "made", "stamp")
  assert.equal(hasStamp(file, "x"), false)
  writeStamp(file, "x")
  assert.equal(hasStamp(file, "x"), true)
  assert.equal(hasStamp(file, "y"), false)
})
