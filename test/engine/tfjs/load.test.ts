import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import test from "node:test"
import { promisify } from "node:util"
import { scoped, tensorflow } from "../../../src/engine/tfjs/index.js"

test("TensorFlow.js comes without a greeting, on the best backend that works", async () => {
  const url = new URL("../../../src/engine/tfjs/index.js", import.meta.url)
  const script = `const { tensorflow } = await import(${JSON.stringify(url.href)}); const tf = await tensorflow(); tf.ones([2, 2]).matMul(tf.ones([2, 2])).dataSync(); console.log(tf.getBackend())`
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script])
  assert.match(stdout, /^(tensorflow|wasm)\n$/)
  assert.equal(stderr, "")
})

test("scoped frees tensors when its body throws too", async () => {
  const tf = await tensorflow()
  const before = tf.memory().numTensors
  assert.throws(() =>
    scoped(tf, () => {
      tf.ones([3])
      throw new Error("on purpose")
    }),
  )
  assert.equal(
    scoped(tf, () => tf.ones([3]).sum().dataSync()[0]),
    3,
  )
  assert.equal(tf.memory().numTensors, before)
})
