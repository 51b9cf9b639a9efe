// npm test: sets up, builds, lints, type-checks, tests. npm test -- WORD runs only the test files with WORD in their path.

import { join } from "node:path"
import { endOnInterrupt, setup } from "./setup/index.mjs"
import { typescriptBuild } from "./setup/typescript-build.mjs"
import { findBrowser } from "./test/browser.mjs"
import { lint, runTests, scriptTypes } from "./test/checks.mjs"
import { testFiles } from "./test/test-files.mjs"

endOnInterrupt("Nothing is left running.")
const words = process.argv.slice(2)
let files = testFiles(words)
if (files.length === 0) {
  console.log(`No test file has "${words.join('" or "')}" in its path.`)
  process.exit(1)
}

/** @type {import("./test/checks.mjs").Count[]} */
const counts = []
try {
  await setup({ native: false, typesMayFail: true })
} catch (error) {
  console.log(/** @type {Error} */ (error).message)
  console.log("0 passed, 1 failed")
  process.exit(1)
}
const typesAreRight = typescriptBuild.isDone()
console.log(`Types and build (tsc): ${typesAreRight ? "passed" : "FAILED, see above"}`)
counts.push({ passed: Number(typesAreRight), failed: Number(!typesAreRight), skipped: 0 })
counts.push(await lint(), await scriptTypes())

// A browser is not among the requirements, and its lack says nothing about the code: told, not failed. CI must have one.
const browser = findBrowser()
let told = ""
if (!browser && !process.env.CI) {
  const all = files.length
  files = files.filter((file) => !file.startsWith(join("dist", "test", "browser")))
  if (files.length < all) {
    told =
      "Browser test left out: no Chromium or Chrome found. Install one (Debian: apt-get install chromium) or name it with CHROMIUM=/path."
    counts.push({ passed: 0, failed: 0, skipped: all - files.length })
  }
}
if (files.length > 0) counts.push(await runTests(files, { CHROMIUM: browser }))

/** @param {"passed" | "failed" | "skipped"} key */
const total = (key) => counts.reduce((sum, count) => sum + count[key], 0)
if (told) console.log(told)
const skipped = total("skipped") ? `, ${total("skipped")} skipped` : ""
console.log(`${total("passed")} passed, ${total("failed")} failed${skipped}`)
process.exit(total("failed") > 0 ? 1 : 0)
