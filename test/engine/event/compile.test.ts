import assert from "node:assert/strict"
import { test } from "node:test"
import { compile } from "../../../src/engine/event/compile.js"

/** (module (func (export "one") (result i32) i32.const N)) */
function giving(n: number): Buffer {
  const bytes = Buffer.from("0061736d010000000105016000017f03020100070701036f6e6500000a0601040041010b", "hex")
  bytes[bytes.length - 2] = n
  return bytes
}
const plain = giving(1)
const fused = giving(2)

const answer = (module: WebAssembly.Module) =>
  (new WebAssembly.Instance(module, {}).exports as unknown as { one(): number }).one()

test("a module is taken whose answers were found right, and the plain one where none were", () => {
  assert.equal(answer(compile({ plain, fused }, () => false)), 1)
  assert.equal(answer(compile({ plain, fused }, (module) => answer(module) === 2)), 2)
})

test("where joined operations are not known, the plain module is taken", () => {
  assert.equal(answer(compile({ plain, fused: Buffer.of(0) }, (module) => answer(module) !== 1)), 1)
})
