import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Client } from "./client.js"

/**
 * What VS Code's Jupyter extension does otherwise than JupyterLab when it speaks with a kernel without a server between:
 * it launches the kernel by its kernelspec, uses one routing id for all sockets (as the client of these tests does),
 * listens to no heartbeat, interrupts over the shell channel, and ends the process by SIGTERM.
 */
let kernel: Client

/** Its cells: they do not stop those behind them. */
const asCell = { stop_on_error: false, allow_stdin: true, store_history: true, silent: false, user_expressions: {} }
/** Code that it or other extensions run beside the notebook. */
const asProbe = { ...asCell, store_history: false }

before(async () => {
  kernel = await Client.start()
})
after(() => kernel.stop())

test("asked several times who it is, the kernel answers each time, ending idle", async () => {
  const other = await Client.start()
  const replies = await Promise.all([1, 2, 3].map(() => other.request("shell", "kernel_info_request")))
  for (const { content } of replies) assert.equal((content.language_info as { name: string }).name, "typescript")
  const states = () =>
    other.published.filter(({ header, parent }) => header.msg_type === "status" && "msg_id" in parent)
  while (states().length < 6) await other.next(({ header }) => header.msg_type === "status")
  assert.equal(states().at(-1)?.content.execution_state, "idle")
  await other.stop()
})

test("an interrupt over the shell channel is obeyed and answered while the cell runs", async () => {
  await kernel.execute("const kept = 41", asCell)
  const run = kernel.begin("while (true) {}", asCell)
  await kernel.next(({ header, parent }) => header.msg_type === "execute_input" && parent.msg_id === run.header.msg_id)
  const reply = await kernel.request("shell", "interrupt_request")
  assert.deepEqual(reply.content, { status: "ok" })
  assert.equal((await run.done).reply.ename, "KeyboardInterrupt")
  assert.equal((await kernel.execute("kept + 1", asCell)).text, "42")
})

test("cells behind one that fails run, for the extension itself decides what follows", async () => {
  const failing = kernel.begin("throw new Error('first')", asCell)
  const next = kernel.begin("'second'", asCell)
  assert.equal((await failing.done).reply.status, "error")
  assert.equal((await next.done).text, "'second'")
})

test("code run beside the notebook gives its result and is not counted", async () => {
  const count = Number((await kernel.execute("1", asCell)).reply.execution_count)
  assert.equal((await kernel.execute("kept", asProbe)).text, "41")
  assert.equal((await kernel.execute("1", asCell)).reply.execution_count, count + 1)
})

test("completion and inspection answer with the fields it reads", async () => {
  const complete = await kernel.request("shell", "complete_request", { code: "kept", cursor_pos: 4 })
  assert.deepEqual([complete.content.matches, complete.content.cursor_start], [["kept"], 0])
  const types = (complete.content.metadata as { [key: string]: object[] })._jupyter_types_experimental
  assert.deepEqual(types, [{ text: "kept", type: "const", start: 0, end: 4 }])
  const inspect = await kernel.request("shell", "inspect_request", { code: "kept", cursor_pos: 2, detail_level: 0 })
  assert.match(JSON.stringify(inspect.content.data), /const kept: 41/)
})

test("what it asks of kernels with a debugger is answered with an error, and the kernel goes on", async () => {
  const { content } = await kernel.request("control", "debug_request", {
    command: "debugInfo",
    seq: 1,
    type: "request",
  })
  assert.equal(content.status, "error")
  assert.equal((await kernel.execute("kept", asCell)).text, "41")
})

test("SIGTERM ends the kernel", { timeout: 30_000 }, async () => {
  const other = await Client.start()
  process.kill(other.pid, "SIGTERM")
  await other.exited
  assert.throws(() => process.kill(other.pid, 0))
  await other.stop()
})
