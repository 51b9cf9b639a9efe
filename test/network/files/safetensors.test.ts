import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { decodeTensors, encodeTensors } from "../../../src/network/files/index.js"

const tensors = new Map([
  ["a->b.weights", { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 1e-40, -0, 3e38) }],
  ["a->b.gains", { shape: [2], values: Float32Array.of(0.1, 7) }],
  ["empty", { shape: [0], values: new Float32Array(0) }],
])
const bytes = encodeTensors({ tensors, metadata: { format: "test", text: "ä→ß \"'" } })

/** A file with a header of one's own. */
function withHeader(header: object | string, data = 16): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header))
  const file = new Uint8Array(8 + text.length + data)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  return file
}

test("tensors and text come back as they were, to the bit", () => {
  const back = decodeTensors(bytes, "x")
  assert.deepEqual(back.metadata, { format: "test", text: "ä→ß \"'" })
  assert.deepEqual([...back.tensors], [...tensors])
  assert.ok(Object.is(back.tensors.get("a->b.weights")!.values[4], -0))
})

test("any 32-bit numbers come back", () => {
  fc.assert(
    fc.property(fc.array(fc.float32Array()), (lists) => {
      const some = new Map(lists.map((values, i) => [`t${i}`, { shape: [values.length], values }]))
      const back = decodeTensors(encodeTensors({ tensors: some, metadata: {} }), "x")
      assert.deepEqual([...back.tensors], [...some])
    }),
  )
})

test("a file that is cut short anywhere is told from a whole one", () => {
  for (const size of [0, 5, 8, 20, 60, bytes.length - 8, bytes.length - 1]) {
    assert.throws(
      () => decodeTensors(bytes.slice(0, size), "x.safetensors"),
      /^Error: x\.safetensors: (the|this)/,
      `${size}`,
    )
  }
  assert.throws(() => decodeTensors(bytes.slice(0, -1), "x"), /cut short \(\d+ of \d+ bytes\)/)
})

test("a foreign file is refused by its first bytes", () => {
  assert.throws(() => decodeTensors(new TextEncoder().encode("PK\u0003\u0004 a zip file"), "x"), /no safetensors file/)
})

test("a damaged header is refused", () => {
  assert.throws(() => decodeTensors(withHeader("{nonsense"), "x"), /damaged: its header cannot be read/)
  const wrong = { a: { dtype: "F32", shape: [3], data_offsets: [0, 16] } }
  assert.throws(() => decodeTensors(withHeader(wrong), "x"), /damaged: "a" of shape \[3\] has 16 bytes and needs 12/)
  assert.throws(() => decodeTensors(withHeader({ a: { dtype: "F32" } }), "x"), /the entry of "a" is incomplete/)
  const doubles = { a: { dtype: "F64", shape: [2], data_offsets: [0, 16] } }
  assert.throws(() => decodeTensors(withHeader(doubles), "x"), /"a" holds numbers of type F64; only F32 is read/)
})
