import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { joinBuffers, splitBuffers } from "../../src/views/buffers.js"

const bytes = (...values: number[]) => Uint8Array.from(values)

test("bytes leave the state, with the place they belong to, at any depth", () => {
  const state = { n: 1, a: bytes(1, 2), deep: { list: [bytes(3), "x"], plain: true } }
  const { state: rest, paths, buffers } = splitBuffers(state)
  assert.deepEqual(rest, { n: 1, deep: { list: [null, "x"], plain: true } })
  assert.deepEqual(paths, [["a"], ["deep", "list", 0]])
  assert.deepEqual(buffers, [bytes(1, 2), bytes(3)])
})

test("a view into a larger buffer sends its own part only", () => {
  const { buffers } = splitBuffers({ part: new Uint16Array([1, 2, 3, 4]).subarray(1, 3) })
  assert.deepEqual(buffers, [bytes(2, 0, 3, 0)])
})

test("a state of JSON and bytes comes back whole after it was split", () => {
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.uint8Array())
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("node")),
      fc.dictionary(
        fc.string().filter((name) => name !== "__proto__"),
        tie("node"),
        { noNullPrototype: true },
      ),
    ),
  })).node
  fc.assert(
    fc.property(value, (content) => {
      const { state, paths, buffers } = splitBuffers({ content })
      const sent = JSON.parse(JSON.stringify({ state, paths }))
      assert.deepEqual(joinBuffers(sent.state, sent.paths, buffers), { content })
    }),
  )
})

test("paths that fit no buffer or lead nowhere are refused", () => {
  const refused = (paths: unknown, ...buffers: Uint8Array[]) =>
    assert.throws(() => joinBuffers({ a: 1, list: [] }, paths, buffers), TypeError)
  refused([["a"]])
  refused([], bytes(1))
  refused("a", bytes(1))
  refused([[]], bytes(1))
  refused([["missing", "x"]], bytes(1))
  refused([["a", "x"]], bytes(1))
  refused([["list", -1]], bytes(1))
  refused([["__proto__"]], bytes(1))
  refused([["constructor", "prototype", "x"]], bytes(1))
})
