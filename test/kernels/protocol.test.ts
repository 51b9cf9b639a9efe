import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { kernelSpec } from "../../kernels/index.js"
import { Wire } from "../../kernels/protocol/wire.js"
import { Client, type Content } from "./client.js"

let kernel: Client
const { argv: ourArgv } = kernelSpec()

/** The process of a kernel that was started by another one. */
async function kernelBehind(client: Client): Promise<number[]> {
  const run = client.begin("process.pid")
  const { text } = await run.done
  return [Number(text)]
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

before(async () => {
  kernel = await Client.start()
})
after(() => kernel.stop())

test("a cell is announced as busy, with its code, its result and idle, in this order", async () => {
  const run = await kernel.execute("1 + 1")
  assert.deepEqual(run.types, ["status", "execute_input", "execute_result", "status"])
  assert.deepEqual(run.of("status"), [{ execution_state: "busy" }, { execution_state: "idle" }])
})

test("the last value of a cell is an execute_result that carries the cell's count", async () => {
  const run = await kernel.execute("[1, 2].map((x) => x * 2)")
  const [result] = run.of("execute_result")
  assert.equal((result!.data as Content)["text/plain"], "[ 2, 4 ]")
  assert.equal(result!.execution_count, run.reply.execution_count)
})

test("a cell whose last statement has no value shows nothing", async () => {
  assert.deepEqual((await kernel.execute("const nothing = 1")).of("execute_result"), [])
  assert.deepEqual((await kernel.execute("undefined")).of("execute_result"), [])
})

test("messages carry protocol version 5.4", async () => {
  const info = await kernel.request("shell", "kernel_info_request")
  assert.equal(info.header.version, "5.4")
  assert.equal(info.content.protocol_version, "5.4")
})

test("the kernel says that it speaks TypeScript, in a way that front ends highlight", async () => {
  const { language_info } = (await kernel.request("shell", "kernel_info_request")).content as { language_info: Content }
  assert.equal(language_info.name, "typescript")
  assert.equal(language_info.mimetype, "text/typescript")
  assert.equal(language_info.file_extension, ".ts")
})

test("kernel_info is answered on the control channel too", async () => {
  assert.equal((await kernel.request("control", "kernel_info_request")).content.status, "ok")
})

test("a silent cell publishes nothing but its status and is not counted", async () => {
  const before = (await kernel.execute("0")).reply.execution_count as number
  const run = await kernel.execute("console.log('unheard'); 1", { silent: true, store_history: false })
  assert.deepEqual(run.types, ["status", "status"])
  assert.equal((await kernel.execute("0")).reply.execution_count, before + 1)
})

test("a cell that is not to be stored stays out of the history and is not counted", async () => {
  const before = (await kernel.execute("0")).reply.execution_count
  await kernel.execute("'kept out'", { store_history: false })
  const tail = await kernel.request("shell", "history_request", {
    hist_access_type: "tail",
    n: 1,
    output: false,
    raw: true,
  })
  assert.deepEqual(tail.content.history, [[1, before, "0"]])
})

test("history gives inputs with their results, by pattern", async () => {
  await kernel.execute("'findme' + 1")
  const content = { hist_access_type: "search", pattern: "*findme*", output: true, raw: true, n: 1 }
  const found = (await kernel.request("shell", "history_request", content)).content.history as unknown[][]
  assert.deepEqual(found[0]!.slice(2), [["'findme' + 1", "'findme1'"]])
})

test("user_expressions are evaluated after the cell, each with its own error", async () => {
  const run = await kernel.execute("const seen = 20", {
    user_expressions: { double: "seen * 2", wrong: "seen.gone()" },
  })
  const { double, wrong } = run.reply.user_expressions as { [name: string]: Content }
  assert.deepEqual(double, { status: "ok", data: { "text/plain": "40" }, metadata: {} })
  assert.equal(wrong!.status, "error")
})

test("after an error the cells that wait are aborted, and the next one runs", async () => {
  const runs = [kernel.begin("throw new Error('first')"), kernel.begin("1"), kernel.begin("2")]
  const [first, ...others] = (await Promise.all(runs.map(({ done }) => done))).map(({ reply }) => reply)
  assert.equal(first!.status, "error")
  assert.deepEqual(others, [{ status: "aborted" }, { status: "aborted" }])
  assert.equal((await kernel.execute("3")).text, "3")
})

test("with stop_on_error off the cells that wait run after an error", async () => {
  const runs = [kernel.begin("throw new Error('first')", { stop_on_error: false }), kernel.begin("'went on'")]
  const [, second] = await Promise.all(runs.map(({ done }) => done))
  assert.equal(second!.text, "'went on'")
})

test("a queued cell is busy only once it begins", async () => {
  const first = kernel.begin("await new Promise((done) => setTimeout(done, 100))")
  const second = kernel.begin("'second'")
  const [one] = await Promise.all([first.done, second.done])
  const ids = kernel.published.filter(({ header }) => header.msg_type === "status").map(({ parent }) => parent.msg_id)
  const idle = ids.lastIndexOf(one!.messages.at(-1)!.parent.msg_id)
  assert.ok(ids.indexOf(second.header.msg_id) > idle)
})

test("completion and inspection answer while a cell runs, and the front end then still sees it busy", async () => {
  const running = kernel.begin("await new Promise((done) => setTimeout(done, 1500))")
  await kernel.next(({ header }) => header.msg_type === "execute_input")
  const reply = await kernel.request("shell", "complete_request", { code: "Math.flo", cursor_pos: 8 }, 1000)
  assert.deepEqual(reply.content.matches, ["floor"])
  const states = (await running.done).of("status").map(({ execution_state }) => execution_state)
  assert.deepEqual(states, ["busy", "busy", "idle"])
})

test("is_complete tells finished, unfinished and wrong code apart", async () => {
  const status = async (code: string) => (await kernel.request("shell", "is_complete_request", { code })).content.status
  assert.equal(await status("for (const x of [1]) { x }"), "complete")
  assert.equal(await status("for (const x of [1]) {"), "incomplete")
  assert.equal(await status("const text = `not ended"), "incomplete")
  assert.equal(await status("const = 1"), "invalid")
})

test("completion counts code points, also behind characters outside the basic plane", async () => {
  const code = "const 𝒙 = '🧠🧠'; Math.flo"
  const points = [...code].length
  const { content } = await kernel.request("shell", "complete_request", { code, cursor_pos: points })
  assert.deepEqual(content.matches, ["floor"])
  assert.equal(content.cursor_start, points - 3)
  assert.equal(content.cursor_end, points)
})

test("inspection counts code points and shows type and description", async () => {
  const code = "'🧠🧠'; Math.floor"
  const { content } = await kernel.request("shell", "inspect_request", {
    code,
    cursor_pos: [...code].length - 1,
    detail_level: 0,
  })
  assert.equal(content.found, true)
  assert.match(String((content.data as Content)["text/plain"]), /floor\(x: number\): number[\s\S]*greatest integer/)
})

test("inspection of nothing says that nothing was found", async () => {
  const { content } = await kernel.request("shell", "inspect_request", { code: "   ", cursor_pos: 1, detail_level: 0 })
  assert.deepEqual(content, { status: "ok", found: false, data: {}, metadata: {} })
})

test("input() asks the front end and gives back its answer", async () => {
  kernel.onInput = ({ content }) => (content.prompt === "Name? " && content.password === false ? "Ada" : "wrong prompt")
  assert.equal((await kernel.execute("const asked = await input('Name? ')\nasked")).text, "'Ada'")
})

test("input() fails with a word where the front end cannot ask", async () => {
  const run = await kernel.execute("await input()", { allow_stdin: false })
  assert.match(String(run.reply.evalue), /cannot ask for input/)
})

test("a message with a wrong signature is refused, and the kernel goes on", async () => {
  kernel.send("shell", "execute_request", { code: "globalThis.forged = true" }, undefined, {
    wire: new Wire({ key: "other" }),
  })
  assert.equal((await kernel.execute("'forged' in globalThis")).text, "false")
  assert.match(kernel.complaints, /signature/)
})

test("an unknown request gets an error for an answer, and the kernel goes on", async () => {
  const { content } = await kernel.request("shell", "dream_request")
  assert.equal(content.status, "error")
  assert.equal((await kernel.execute("1")).text, "1")
})

test("what IPython calls magic gets the TypeScript way as its answer", async () => {
  assert.match(String((await kernel.execute("%time work()")).reply.evalue), /time\(\(\) => work\(\)\)/)
  assert.match(String((await kernel.execute("!ls -l")).reply.evalue), /await sh\("ls -l"\)/)
  assert.equal((await kernel.execute("const ready = true\n!ready")).text, "false")
  assert.equal((await kernel.execute("!ready")).text, "false")
})

test("an empty cell is answered at once", async () => {
  assert.equal((await kernel.execute("  \n")).reply.status, "ok")
})

test("shutdown is answered, says whether a restart follows, and ends the process", async () => {
  const other = await Client.start()
  const reply = await other.request("control", "shutdown_request", { restart: true })
  assert.deepEqual(reply.content, { status: "ok", restart: true })
  await other.stop()
  assert.throws(() => process.kill(other.pid, 0))
})

test("a kernel whose front end was killed ends by itself", { timeout: 30_000 }, async () => {
  const client = await Client.launch(["/bin/sh", "-c", '"$0" "$@" & wait', ...ourArgv], {}, { JPY_PARENT_PID: "1" })
  const [pid] = await kernelBehind(client)
  client.kill()
  for (let tries = 0; tries < 100 && isAlive(pid!); tries++) await new Promise((done) => setTimeout(done, 100))
  assert.equal(isAlive(pid!), false)
  await client.stop()
})

test("a kernel whose port is taken ends at once rather than keep silent", { timeout: 30_000 }, async () => {
  const taken = JSON.parse(readFileSync(join(kernel.directory, "connection.json"), "utf8"))
  const file = join(kernel.directory, "taken.json")
  writeFileSync(file, JSON.stringify(taken))
  const { status, stderr } = spawnSync(ourArgv[0]!, [ourArgv[1]!, file], { encoding: "utf8" })
  assert.equal(status, 1)
  assert.match(stderr, /cannot listen/)
})
