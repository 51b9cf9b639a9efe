import assert from "node:assert/strict"
import { test } from "node:test"
import type { Message } from "../../../kernels/protocol/messages.js"
import { Requests } from "../../../kernels/session/requests.js"

const message = (msg_id: string) =>
  ({ header: { msg_id }, content: { code: "long" }, buffers: [] }) as unknown as Message

test("a cell is remembered however many messages of the page follow", () => {
  const requests = new Requests()
  const cell = requests.addCell(message("cell"))
  for (let n = 0; n < 20_000; n++) requests.addMessage(message(`moved ${n}`))
  assert.equal(requests.get(cell)?.header.msg_id, "cell")
  assert.equal(requests.latest?.header.msg_id, "cell")
})

test("what belongs to a forgotten message goes to the latest cell", () => {
  const requests = new Requests()
  requests.addCell(message("cell"))
  const first = requests.addMessage(message("first"))
  for (let n = 0; n < 2000; n++) requests.addMessage(message(`moved ${n}`))
  assert.equal(requests.get(first)?.header.msg_id, "cell")
})

test("the code of a request is not kept", () => {
  const requests = new Requests()
  assert.deepEqual(requests.get(requests.addCell(message("cell")))?.content, {})
})
