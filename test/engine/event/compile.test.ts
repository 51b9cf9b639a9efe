import assert from "node:assert/strict"
import { test } from "node:test"
import { compile } from "../../../src/engine/event/compile.js"

/** (module (func (export "one") (result i32) i32.const 1)) */
const bytes = Buffer.from("0061736d010000000105016000017f03020100070701036f6e6500000a0601040041010b", "hex")

const one = (module: WebAssembly.Module) =>
  (new WebAssembly.Instance(module, {}).exports as unknown as { one(): number }).one()

test("a module does the same whether its wider vectors were found right or wrong", () => {
  assert.equal(one(compile(bytes, () => true)), 1)
  assert.equal(one(compile(bytes, () => false)), 1)
})
