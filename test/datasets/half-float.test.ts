import assert from "node:assert/strict"
import { test } from "node:test"
import { halfFloats, toHalfFloats } from "../../src/datasets/half-float.js"

test("half floats have the values of IEEE 754", () => {
  const bits = Uint16Array.of(0, 0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x0400, 0x7c00, 0xfc00)
  const expected = [0, 1, -2, 0.333251953125, 65504, 2 ** -24, 2 ** -14, Infinity, -Infinity]
  assert.deepEqual([...halfFloats(bits)], expected)
  assert.ok(Number.isNaN(halfFloats(Uint16Array.of(0x7e00))[0]))
})

test("every half float comes back from its value", () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
    (i) => (i & 0x7c00) !== 0x7c00 || (i & 1023) === 0,
  )
  assert.deepEqual(toHalfFloats(halfFloats(bits)), bits)
})

test("values between two half floats go to the nearer one, and from the middle to the even one", () => {
  const step = 2 ** -10
  const near = toHalfFloats([1 + 0.4 * step, 1 + 0.6 * step, 1 + 0.5 * step, 1 + 1.5 * step, 1e9, 2 ** -25, 65504.1])
  assert.deepEqual([...near], [0x3c00, 0x3c01, 0x3c00, 0x3c02, 0x7c00, 0, 0x7bff])
})
