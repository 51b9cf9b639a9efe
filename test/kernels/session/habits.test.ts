import assert from "node:assert/strict"
import { test } from "node:test"
import { habit } from "../../../kernels/session/habits.js"

const answers: [typed: string, answer: RegExp][] = [
  ["%time fit()", /time\(\(\) => fit\(\)\)/],
  ["%%time\nfit()", /time\(\(\) => \.\.\.\)/],
  ["!ls -l", /await sh\("ls -l"\)/],
  ["?raster", /help\(raster\)/],
  ["raster?", /help\(raster\)/],
  ["%matplotlib inline", /is a magic of IPython/],
  ["%cd /tmp", /process\.chdir\("\/tmp"\)/],
]

for (const [typed, answer] of answers) {
  test(`${JSON.stringify(typed)} is answered with the TypeScript way`, () => assert.match(habit(typed)!.evalue, answer))
}

test("plain TypeScript is left alone", () => {
  for (const code of ["a % b", "x ? 1 : 2", "a?.b", "const a = 1\n%b"]) {
    assert.equal(habit(code), undefined, code)
  }
})
