import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Client, type Run } from "./client.js"

let kernel: Client

before(async () => {
  kernel = await Client.start()
  await kernel.execute(
    "const kept = 41\nimport { execSync } from 'node:child_process'\nconst hopeless = () => /^(a+)+$/.test('a'.repeat(40) + 'b')",
  )
})
after(() => kernel.stop())

/** Runs a cell, interrupts it once it runs, and says what came of it. */
async function interrupted(code: string, delay = 150): Promise<Run> {
  const run = kernel.begin(code)
  await kernel.next(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === run.header.msg_id)
  await new Promise((done) => setTimeout(done, delay))
  const { content } = await kernel.request("control", "interrupt_request")
  assert.equal(content.status, "ok")
  return run.done
}

async function assertKept(): Promise<void> {
  assert.equal((await kernel.execute("kept + 1")).text, "42")
}

const cases: [what: string, code: string][] = [
  ["a loop", "let i = 0; while (true) i++"],
  ["a loop without a body's block", "for (;;) ;"],
  ["a loop in a function of an earlier cell", "const spin = () => { do { i++ } while (true) }\nspin()"],
  ["a loop of awaits", "while (true) await null"],
  ["a promise that never settles", "await new Promise(() => {})"],
  [
    "for await over values that never come",
    "for await (const x of (async function* () { await new Promise(() => {}); yield 1 })()) x",
  ],
  ["a loop in library code", "[1].map(() => new Function('while (true);')())"],
  ["a loop of microtasks", "const again = () => Promise.resolve().then(again); again(); await new Promise(() => {})"],
  ["a regular expression", "hopeless()"],
  ["a regular expression behind an await", "await Promise.resolve(1); hopeless()"],
  ["Atomics.wait", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"],
  ["a child process that is waited for synchronously", "execSync('sleep 20')"],
  ["a child process that ignores interrupts", "execSync('trap \"\" INT; sleep 20')"],
  ["a command", "await sh('sleep 20')"],
  ["a question", "await input('Well? ')"],
]

for (const [what, code] of cases) {
  test(`an interrupt ends ${what}, and variables are kept`, async () => {
    const run = await interrupted(code)
    assert.equal(run.reply.status, "error")
    await assertKept()
  })
}

test("an interrupt aborts the cells that wait behind", async () => {
  const first = kernel.begin("await new Promise(() => {})")
  const second = kernel.begin("'never'")
  await kernel.next(({ header }) => header.msg_type === "execute_input")
  await kernel.request("control", "interrupt_request")
  assert.equal((await first.done).reply.ename, "KeyboardInterrupt")
  assert.equal((await second.done).reply.status, "aborted")
})

test("work that listens to the interrupt signal ends in order, and its result is kept", async () => {
  await kernel.execute(`
    function work() {
      const signal = interruptSignal()
      return new Promise<string>((resolve) => signal.addEventListener("abort", () => setTimeout(() => resolve("partial"), 100)))
    }`)
  await interrupted("const outcome = await work()")
  assert.equal((await kernel.execute("outcome")).text, "'partial'")
})

test("work that was begun in an earlier cell ends in order too", async () => {
  await kernel.execute("const begun = work()")
  await interrupted("const later = await begun")
  assert.equal((await kernel.execute("later")).text, "'partial'")
})

test("an interrupt that is past does not end the next cell", async () => {
  await interrupted("const again = await work()")
  const run = await kernel.execute("await new Promise((done) => setTimeout(done, 2000)); 'whole'")
  assert.equal(run.text, "'whole'")
})

test("an interrupt ends a fit of TensorFlow.js behind its batch, and the model keeps what it has learned", {
  timeout: 60_000,
}, async () => {
  const made = await kernel.execute(`
    import * as tf from "@tensorflow/tfjs"
    await tf.setBackend("cpu")
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [3] })] })
    model.compile({ loss: "meanSquaredError", optimizer: "sgd" })
    const [xs, ys] = [tf.ones([64, 3]), tf.ones([64, 1])]
    let batches = 0
    const onBatchEnd = () => { batches++ }`)
  assert.equal(made.reply.status, "ok", made.traceback)
  const run = await interrupted(
    "const course = await model.fit(xs, ys, { epochs: 1e6, batchSize: 8, verbose: 0, callbacks: { onBatchEnd } })",
    500,
  )
  assert.equal((await kernel.execute("batches > 0 && course.params.epochs === 1e6")).text, "true", run.traceback)
  const later = "const before2 = batches; await new Promise((done) => setTimeout(done, 300)); batches - before2"
  assert.equal((await kernel.execute(later)).text, "0")
  assert.match(String((await kernel.execute("model.predict(xs)")).text), /Tensor float32 \[64,1\]/)
  await assertKept()
})

test("a second interrupt does not wait for those who listen", async () => {
  await kernel.execute(
    "const stubborn = () => { interruptSignal().addEventListener('abort', () => {}); return new Promise(() => {}) }",
  )
  const run = kernel.begin("await stubborn()")
  await kernel.next(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === run.header.msg_id)
  await new Promise((done) => setTimeout(done, 150))
  await kernel.request("control", "interrupt_request")
  await kernel.request("control", "interrupt_request")
  const start = performance.now()
  assert.equal((await run.done).reply.ename, "KeyboardInterrupt")
  assert.ok(performance.now() - start < 1000)
})

test("synchronous work sees the interrupt signal's aborted at once", async () => {
  const code =
    "const signal = interruptSignal()\nconst look = new Function('signal', 'let n = 0; while (!signal.aborted) n++; return n')\nconst turns = look(signal)"
  await interrupted(code)
  assert.equal((await kernel.execute("turns > 0 && signal.aborted")).text, "true")
  await assertKept()
})

test("a signal taken after an interrupt is fresh", async () => {
  assert.equal((await kernel.execute("interruptSignal().aborted")).text, "false")
})

test("an interrupt between cells stops what goes on in the background, and the next cell runs", async () => {
  await kernel.execute(
    "let beats = 0\nconst beating = (async () => { while (true) { await new Promise((d) => setTimeout(d, 10)); beats++ } })()\nbeating.catch(() => {})",
  )
  await kernel.request("control", "interrupt_request")
  await new Promise((done) => setTimeout(done, 100))
  const run = await kernel.execute("const before = beats; await new Promise((d) => setTimeout(d, 100)); beats - before")
  assert.equal(run.text, "0")
})

test("SIGINT interrupts as the message does", async () => {
  const run = kernel.begin("await new Promise(() => {})")
  await kernel.next(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === run.header.msg_id)
  await new Promise((done) => setTimeout(done, 150))
  process.kill(kernel.pid, "SIGINT")
  assert.equal((await run.done).reply.ename, "KeyboardInterrupt")
})

test("a cell that nothing can end loses its thread after 3 s, and the user is told that variables are gone", async () => {
  const run = await interrupted("execSync(\"trap '' INT TERM; sleep 20; true\")")
  assert.match(run.traceback, /did not stop within 3 s[\s\S]*All variables are gone/)
  assert.match((await kernel.execute("kept")).traceback, /Cannot find name 'kept'/)
  await kernel.execute("const kept = 41")
})
