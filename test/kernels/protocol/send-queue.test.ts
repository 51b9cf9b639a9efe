import assert from "node:assert/strict"
import { test } from "node:test"
import { SendQueue } from "../../../kernels/protocol/send-queue.js"

test("a thousand messages leave one after another, in order", async () => {
  const sent: string[] = []
  let busy = false
  const queue = new SendQueue({
    async send([frame]) {
      assert.equal(busy, false)
      busy = true
      await new Promise((done) => setImmediate(done))
      busy = false
      sent.push(String(frame))
    },
  })
  for (let n = 0; n < 1000; n++) queue.send([String(n)])
  await queue.drained()
  assert.deepEqual(
    sent,
    Array.from({ length: 1000 }, (_, n) => String(n)),
  )
})

test("a message that cannot be sent does not hold up the next", async () => {
  const sent: string[] = []
  const queue = new SendQueue({
    async send([frame]) {
      if (frame === "bad") throw new Error("closed")
      sent.push(String(frame))
    },
  })
  for (const frame of ["a", "bad", "b"]) queue.send([frame])
  await queue.drained()
  assert.deepEqual(sent, ["a", "b"])
})
