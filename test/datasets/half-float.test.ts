import assert from "node:assert/strict"
import { test } from "node:test"
import { halfFloats } from "../../src/datasets/half-float.js"

test("half floats have the values of IEEE 754", () => {
  const bits = Uint16Array.of(0, 0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x0400, 0x7c00, 0xfc00)
  const expected = [0, 1, -2, 0.333251953125, 65504, 2 ** -24, 2 ** -14, Infinity, -Infinity]
  assert.deepEqual([...halfFloats(bits)], expected)
  assert.ok(Number.isNaN(halfFloats(Uint16Array.of(0x7e00))[0]))
})
