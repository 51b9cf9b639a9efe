import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Client, type Content, type Received } from "../kernels/client.js"

let kernel: Client
let model: string

before(async () => {
  kernel = await Client.start()
  const run = await kernel.execute(`
    const w = widget({ state: { x: 1, name: "a", list: [1], samples: new Float32Array([1, 2]), open: null as unknown }, render: () => {},
      check: ({ x }) => x !== undefined && x > 100 ? "x is above 100" : undefined, text: "a view" })
    const heard: unknown[] = []
    w.on("change:x", (x) => heard.push(x))
    w.on("msg:custom", (content) => heard.push(content))
    w`)
  model = (run.of("display_data")[0]!.data as { [mime: string]: Content })["application/vnd.jupyter.widget-view+json"]!
    .model_id as string
})
after(() => kernel.stop())

const isComm = (type: string, id: string) => (message: Received) =>
  message.header.msg_type === type && message.content.comm_id === id
const update = (state: unknown, extra: Content = {}, buffers?: Uint8Array[]) =>
  kernel.send("shell", "comm_msg", { comm_id: model, data: { method: "update", state, ...extra } }, undefined, {
    buffers,
  })
const evaluate = async (code: string) => (await kernel.execute(code)).text
const warned = (words: string) =>
  kernel.next(({ header, content }) => header.msg_type === "stream" && String(content.text).includes(words), 5000)

test("showing a widget opens its channel with the protocol's version and the model's names, and bytes beside", async () => {
  const open = kernel.published.find(isComm("comm_open", model))!
  assert.deepEqual(open.metadata, { version: "2.1.0" })
  assert.equal(open.content.target_name, "jupyter.widget")
  const { state, buffer_paths } = open.content.data as { state: Content; buffer_paths: unknown }
  assert.equal(state._model_module, "anywidget")
  assert.equal(state._model_name, "AnyModel")
  assert.equal(state._view_name, "AnyView")
  assert.equal(state._model_module_version, state._view_module_version)
  assert.match(String(state._esm), /render/)
  assert.equal(state.x, 1)
  assert.deepEqual(buffer_paths, [["samples"]])
  assert.deepEqual(new Float32Array(new Uint8Array(open.buffers[0]!).buffer), new Float32Array([1, 2]))
})

test("an update of the page reaches the state and its listeners", async () => {
  update({ x: 7 })
  assert.equal(await evaluate("[w.get('x'), heard.at(-1)]"), "[ 7, 7 ]")
})

test("a change in the kernel reaches the page; many in a row arrive as few, the last one among them", async () => {
  const seen: unknown[] = []
  const last = kernel.next((message) => {
    if (!isComm("comm_msg", model)(message)) return false
    const { x } = (message.content.data as { state: Content }).state
    seen.push(x)
    return x === 99
  })
  await kernel.execute("for (let i = 0; i < 100; i++) w.set('x', i)")
  await last
  assert.ok(seen.length <= 5, `${seen.length} messages`)
})

test("values of another kind are refused with one warning, and the page is given what counts", async () => {
  await evaluate("w.set({ x: 5, name: 'kept' })")
  const told = warned("name became 3 where a string was")
  const answer = kernel.next(
    (message) =>
      isComm("comm_msg", model)(message) && (message.content.data as { state: Content }).state.name === "kept",
  )
  update({ name: 3, x: 6 })
  await Promise.all([told, answer])
  assert.equal(await evaluate("[w.get('name'), w.get('x')]"), "[ 'kept', 6 ]")
  update({ x: "9" })
  update({ x: null })
  update({ list: { 0: 1 } })
  assert.equal(await evaluate("[w.get('x'), w.get('list')]"), "[ 6, [ 1 ] ]")
})

test("the widget's own check refuses with its words", async () => {
  const told = warned("x is above 100")
  update({ x: 101 })
  await told
  assert.equal(await evaluate("w.get('x')"), "6")
})

test("bytes come back in the array type that the state has; those that fit no whole element are refused", async () => {
  const paths = { buffer_paths: [["samples"]] }
  update({}, paths, [new Uint8Array(new Float32Array([3, 4, 5]).buffer)])
  assert.equal(await evaluate("w.get('samples')"), "Float32Array(3) [ 3, 4, 5 ]")
  const told = warned("samples became 5 bytes where a Float32Array was")
  update({}, paths, [new Uint8Array(5)])
  await told
  assert.equal(await evaluate("w.get('samples').length"), "3")
})

test("malformed messages are warned of and change nothing", async () => {
  const before = await evaluate("JSON.stringify(w.state)")
  const told = warned("buffer paths for")
  update({}, { buffer_paths: [["samples"], ["list", 0]] }, [new Uint8Array(4)])
  await told
  update("text")
  update(null)
  update({}, { buffer_paths: [["nowhere", "deep"]] }, [new Uint8Array(4)])
  update(JSON.parse('{"__proto__":{"polluted":1},"constructor":5,"toString":"x","unknown":2}'))
  const send = (data: unknown) => kernel.send("shell", "comm_msg", { comm_id: model, data })
  for (const data of [null, "text", 5, [], {}, { method: 3 }, { method: "explode" }]) send(data)
  assert.equal(await evaluate("JSON.stringify(w.state)"), before)
  assert.equal(await evaluate("({} as { polluted?: 1 }).polluted"), undefined)
})

test("custom messages go both ways", async () => {
  const back = kernel.next(
    (message) => isComm("comm_msg", model)(message) && (message.content.data as Content).method === "custom",
  )
  kernel.send("shell", "comm_msg", { comm_id: model, data: { method: "custom", content: { hi: 1 } } })
  assert.equal(await evaluate("w.send({ answer: heard.at(-1) }); heard.at(-1)"), "{ hi: 1 }")
  assert.deepEqual((await back).content.data, { method: "custom", content: { answer: { hi: 1 } } })
})

test("a listener that throws is told, and the others hear", async () => {
  await kernel.execute(
    "w.on('change:x', () => { throw new Error('in a listener') }); w.on('change:x', (x) => heard.push('after ' + x))",
  )
  const told = warned("in a listener")
  update({ x: 42 })
  await told
  assert.equal(await evaluate("heard.at(-1)"), "'after 42'")
})

test("a page that is loaded anew is told of all models with their bytes", async () => {
  const id = "control"
  const answer = kernel.next(isComm("comm_msg", id))
  kernel.send("shell", "comm_open", { comm_id: id, target_name: "jupyter.widget.control", data: {} })
  kernel.send("shell", "comm_msg", { comm_id: id, data: { method: "nonsense" } })
  kernel.send("shell", "comm_msg", { comm_id: id, data: { method: "request_states" } })
  const { content, buffers } = await answer
  const { method, states, buffer_paths } = content.data as { method: string; states: Content; buffer_paths: unknown }
  assert.equal(method, "update_states")
  const told = states[model] as { model_name: string; model_module: string; state: Content }
  assert.equal(told.model_name, "AnyModel")
  assert.equal(told.model_module, "anywidget")
  assert.equal(told.state.x, 42)
  assert.deepEqual(buffer_paths, [[model, "state", "samples"]])
  assert.equal(buffers.length, 1)
})

test("a page that asks for one state is told it", async () => {
  const answer = kernel.next(isComm("comm_msg", model))
  const { msg_id } = kernel.send("shell", "comm_msg", { comm_id: model, data: { method: "request_state" } })
  const { content, parent } = await answer
  const { method, state } = content.data as { method: string; state: Content }
  // By this the page knows its answer.
  assert.equal(parent.msg_id, msg_id)
  assert.equal(method, "update")
  assert.equal(state._model_name, "AnyModel")
})

test("what a listener prints belongs to the cell that made the view", async () => {
  const run = await kernel.execute("w.on('change:name', (name) => console.log('named ' + name))\nw")
  const told = warned("named new")
  update({ name: "new" })
  const first = kernel.published.find(isComm("comm_open", model))!
  assert.equal((await told).parent.msg_id, first.parent.msg_id)
  assert.notEqual(first.parent.msg_id, run.message.parent.msg_id)
})

test("500 fast moves leave the kernel answering", async () => {
  for (let x = 0; x < 500; x++) update({ x: x / 10 })
  assert.equal(await evaluate("w.get('x')"), "49.9")
})

test("a widget that is closed closes its channel, and one closed by the page is forgotten", async () => {
  const closed = kernel.next(isComm("comm_close", model))
  await kernel.execute("w.close()")
  await closed
  const run = await kernel.execute(
    "const other = widget({ state: { a: 1 }, esm: 'export default { render() {} }' })\nother",
  )
  const data = run.of("display_data")[0]!.data as { [mime: string]: Content }
  const id = data["application/vnd.jupyter.widget-view+json"]!.model_id as string
  kernel.send("shell", "comm_close", { comm_id: id, data: {} })
  const { comms } = (await kernel.request("shell", "comm_info_request", { target_name: "jupyter.widget" })).content
  assert.deepEqual(comms, {})
  assert.equal(await evaluate("other.set('a', 2); other.get('a')"), "2")
})

test("an interaction's controls and its first result belong to its cell, in this order", async () => {
  const run = await kernel.execute("interact({ a: 1, b: slider(0, 5) }, ({ a, b }) => markdown('a ' + a + ', b ' + b))")
  assert.deepEqual(
    run.of("display_data").map(({ data }) => (data as Content)["text/plain"]),
    ["a: 1, b: 0", "a 1, b 0"],
  )
  const thrown = await kernel.execute("interact({ a: 1 }, () => { throw new RangeError('too far') })")
  assert.equal((thrown.of("display_data")[1]!.data as Content)["text/plain"], "RangeError: too far")
})

test("wrong names in the state are refused where they are given", async () => {
  const reserved = await kernel.execute("widget({ state: { _esm: 'x' }, render: () => {} })")
  assert.match(reserved.traceback, /the name "_esm" is the protocol's own/)
  const unknown = await kernel.execute("other.set({ b: 1 } as never)")
  assert.match(unknown.traceback, /its state has no "b"; there are a/)
})
