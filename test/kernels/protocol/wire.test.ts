import assert from "node:assert/strict"
import { test } from "node:test"
import { Wire } from "../../../kernels/protocol/wire.js"

const frames = (wire: Wire, ...args: Parameters<Wire["pack"]>) => wire.pack(...args).map((frame) => Buffer.from(frame))

test("a message that is packed is unpacked as it was, with its bytes and its way back", () => {
  const wire = new Wire({ key: "secret" })
  const identities = [Buffer.from("a"), Buffer.from("b")]
  const buffers = [new Uint8Array([0, 1, 255])]
  const message = wire.unpack(
    frames(wire, { type: "comm_msg", content: { x: "é🧠" }, metadata: { m: 1 }, identities, buffers }),
  )
  assert.equal(message.header.msg_type, "comm_msg")
  assert.deepEqual(message.content, { x: "é🧠" })
  assert.deepEqual(message.metadata, { m: 1 })
  assert.deepEqual(message.identities, identities)
  assert.deepEqual([...message.buffers[0]!], [0, 1, 255])
})

test("an answer carries the header of what it answers", () => {
  const wire = new Wire({ key: "secret" })
  const request = wire.unpack(frames(wire, { type: "kernel_info_request", content: {} }))
  const reply = wire.unpack(frames(wire, { type: "kernel_info_reply", content: {}, parent: request }))
  assert.deepEqual(reply.parent, request.header)
  assert.notEqual(reply.header.msg_id, request.header.msg_id)
})

test("a message that was changed or signed with another key is refused", () => {
  const wire = new Wire({ key: "secret" })
  const changed = frames(wire, { type: "execute_request", content: { code: "1" } })
  changed[5] = Buffer.from('{"code":"2"}')
  assert.throws(() => wire.unpack(changed), /signature/)
  assert.throws(() => wire.unpack(frames(new Wire({ key: "other" }), { type: "x", content: {} })), /signature/)
})

test("an incomplete message is refused", () => {
  const wire = new Wire({ key: "" })
  assert.throws(() => wire.unpack([Buffer.from("no delimiter")]), /incomplete/)
  assert.throws(() => wire.unpack(frames(wire, { type: "x", content: {} }).slice(0, 4)), /incomplete/)
})

test("without a key nothing is signed, as Jupyter has it", () => {
  const wire = new Wire({ key: "" })
  assert.equal(String(frames(wire, { type: "x", content: {} })[1]), "")
})
