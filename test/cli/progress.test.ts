import assert from "node:assert/strict"
import { test } from "node:test"
import { progressLine } from "../../src/cli/progress.js"

function terminal(isTTY: boolean) {
  const written: string[] = []
  return { written, stream: { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream }
}

test("on a terminal one line changes, with how far it is and the time left", () => {
  const { written, stream } = terminal(true)
  let time = 0
  const line = progressLine(
    "x.h5",
    (n) => `${n} MB`,
    stream,
    () => time,
  )
  line.update(0, 100)
  time = 2000
  line.update(20, 100)
  line.end()
  assert.deepEqual(written, [
    "\r\u001b[Kx.h5: 0 MB of 100 MB (0 %)",
    "\r\u001b[Kx.h5: 20 MB of 100 MB (20 %), 8 s left",
    "\n",
  ])
})

test("in a log each tenth has a line of its own", () => {
  const { written, stream } = terminal(false)
  const line = progressLine("x", String, stream, () => 0)
  for (let n = 0; n <= 100; n++) line.update(n, 100)
  line.end()
  assert.equal(written.length, 11)
  assert.equal(written[10], "x: 100 of 100 (100 %)\n")
})

test("without a known end only the amount is shown", () => {
  const { written, stream } = terminal(true)
  progressLine(
    "x",
    (n) => `${n} MB`,
    stream,
    () => 200,
  ).update(5, undefined)
  assert.deepEqual(written, ["\r\u001b[Kx: 5 MB"])
})
