import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Client, type Received } from "./client.js"

let kernel: Client

before(async () => {
  kernel = await Client.start()
  await kernel.execute(`
    const heard: unknown[] = []
    onComm("echo", (comm, { data, buffers }) => {
      heard.push(["open", data])
      comm.send({ opened: data }, { buffers })
      comm.onMessage((message) => { heard.push(message.data); comm.send({ echo: message.data.n }, { buffers: message.buffers }) })
      comm.onClose(() => heard.push("closed"))
    })`)
})
after(() => kernel.stop())

const isComm = (type: string, id: string) => (message: Received) =>
  message.header.msg_type === type && message.content.comm_id === id

test("a channel that the page opens is answered, with its bytes", async () => {
  const answer = kernel.next(isComm("comm_msg", "a"))
  const buffers = [new Uint8Array([1, 2, 255])]
  kernel.send("shell", "comm_open", { comm_id: "a", target_name: "echo", data: { hi: 1 } }, undefined, { buffers })
  const { content, buffers: back } = await answer
  assert.deepEqual(content.data, { opened: { hi: 1 } })
  assert.deepEqual([...back[0]!], [1, 2, 255])
})

test("messages are answered in the order they came", async () => {
  const seen: unknown[] = []
  const all = kernel.next(
    (message) => isComm("comm_msg", "a")(message) && seen.push((message.content.data as { echo: number }).echo) === 50,
  )
  for (let n = 0; n < 50; n++) kernel.send("shell", "comm_msg", { comm_id: "a", data: { n } })
  await all
  assert.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, n) => n),
  )
})

test("a message gets its own busy and idle at once, and its answer, while a cell runs", async () => {
  const run = kernel.begin("await new Promise((done) => setTimeout(done, 1500))")
  await kernel.next(({ header }) => header.msg_type === "execute_input")
  const start = performance.now()
  const answer = kernel.next(isComm("comm_msg", "a"), 1000)
  const states: unknown[] = []
  const header = kernel.send("shell", "comm_msg", { comm_id: "a", data: { n: 7 } })
  const idle = kernel.next(({ header: { msg_type }, parent, content }) => {
    if (msg_type === "status" && parent.msg_id === header.msg_id) states.push(content.execution_state)
    return states.length === 2
  }, 1000)
  await Promise.all([answer, idle])
  assert.deepEqual(states, ["busy", "idle"])
  assert.ok(performance.now() - start < 1000)
  await run.done
})

test("comm_info lists open channels by target", async () => {
  const all = (await kernel.request("shell", "comm_info_request", {})).content.comms
  const other = (await kernel.request("shell", "comm_info_request", { target_name: "other" })).content.comms
  assert.deepEqual([all, other], [{ a: { target_name: "echo" } }, {}])
})

test("closing a channel is told to the kernel's side", async () => {
  kernel.send("shell", "comm_close", { comm_id: "a", data: {} })
  const run = await kernel.execute("heard.at(-1)")
  assert.equal(run.text, "'closed'")
  assert.deepEqual((await kernel.request("shell", "comm_info_request", {})).content.comms, {})
})

test("a channel for an unknown target is closed again", async () => {
  const closed = kernel.next(isComm("comm_close", "lost"))
  kernel.send("shell", "comm_open", { comm_id: "lost", target_name: "nobody", data: {} })
  await closed
  assert.deepEqual((await kernel.request("shell", "comm_info_request", {})).content.comms, {})
})

test("the kernel opens, feeds and closes a channel", async () => {
  const run = await kernel.execute(`
    const mine = openComm("jupyter.widget", { data: { state: { x: 1 } }, metadata: { version: "2.1.0" }, buffers: [new Uint8Array([9])] })
    mine?.send({ method: "update" }); mine?.close()`)
  const [open, message, close] = run.messages.filter(({ header }) => header.msg_type.startsWith("comm_"))
  assert.equal(open!.content.target_name, "jupyter.widget")
  assert.deepEqual(open!.metadata, { version: "2.1.0" })
  assert.deepEqual([...open!.buffers[0]!], [9])
  assert.deepEqual(message!.content.data, { method: "update" })
  assert.equal(close!.header.msg_type, "comm_close")
})

test("malformed channel messages end nothing", async () => {
  kernel.send("shell", "comm_open", {})
  kernel.send("shell", "comm_msg", { comm_id: 5, data: "text" })
  kernel.send("shell", "comm_msg", { comm_id: "never opened", data: {} })
  kernel.send("shell", "comm_close", { comm_id: "never opened" })
  assert.equal((await kernel.execute("1 + 1")).text, "2")
})

test("a handler that throws is told, and the channel stays", async () => {
  await kernel.execute("onComm('throws', (comm) => comm.onMessage(() => { throw new Error('in a handler') }))")
  kernel.send("shell", "comm_open", { comm_id: "t", target_name: "throws", data: {} })
  const told = kernel.next(({ content }) => String(content.text).includes("in a handler"))
  kernel.send("shell", "comm_msg", { comm_id: "t", data: {} })
  await told
  assert.equal((await kernel.execute("1 + 1")).text, "2")
})

test("channels of a thread that was lost are closed for the page", async () => {
  const closed = kernel.next(isComm("comm_close", "t"))
  await kernel.execute("process.exit(0)")
  await closed
})
