import assert from "node:assert/strict"
import { once } from "node:events"
import { test } from "node:test"
import { Worker } from "node:worker_threads"
import { isWaiting } from "../../../kernels/session/waiting.js"

/** How a thread runs code, after it has said that it begins. */
const begin = (code: string) =>
  new Worker(
    `const { parentPort } = require("node:worker_threads")
    setTimeout(() => { parentPort.postMessage(0); ${code} })`,
    { eval: true },
  )

for (const [what, code] of [
  ["a message", 'parentPort.on("message", () => {})'],
  ["a timer", "setTimeout(() => {}, 1e6)"],
  ["a promise", 'parentPort.on("message", () => {}); new Promise(() => {}).then(() => {})'],
]) {
  test(`a thread that waits for ${what} is not caught in code`, { timeout: 30_000 }, async () => {
    const worker = begin(code)
    await once(worker, "message")
    // it may still be on its way there
    while (!(await isWaiting(worker, 50)));
    assert.equal(await isWaiting(worker, 50), true)
    await worker.terminate()
  })
}

for (const [what, code] of [
  ["runs a loop", "while (true);"],
  ["waits for a word of memory", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  ["waits for a child process", 'require("node:child_process").execSync("sleep 5")'],
  ["runs one microtask after another", "const again = () => Promise.resolve().then(again); again()"],
]) {
  test(`a thread that ${what} is caught in code`, async () => {
    const worker = begin(code)
    await once(worker, "message")
    assert.equal(await isWaiting(worker, 50), false)
    await worker.terminate()
  })
}
