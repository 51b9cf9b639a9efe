import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Client, type Content, type Received } from "../kernels/client.js"

let kernel: Client

before(async () => {
  kernel = await Client.start()
})
after(() => kernel.stop())

const evaluate = async (code: string) => (await kernel.execute(code)).text
const isMessage = (type: string, id: string) => (message: Received) =>
  message.header.msg_type === type && message.content.comm_id === id
const stateOf = ({ content }: Received) => (content.data as { state: Content }).state
const send = (comm_id: string, data: unknown) => kernel.send("shell", "comm_msg", { comm_id, data })
const update = (id: string, state: unknown) => send(id, { method: "update", state, buffer_paths: [] })

/** Runs a cell that shows controls. Gives the models that it opened, by the name of their kind. */
async function shown(code: string): Promise<Map<string, string>> {
  const run = await kernel.execute(code)
  const opened = run.messages.filter(({ header }) => header.msg_type === "comm_open")
  return new Map(opened.map((message) => [String(stateOf(message)._model_name), String(message.content.comm_id)]))
}

test("a control is told to the page after its layout and look, and the box around it last", async () => {
  const run = await kernel.execute("const level = slider(0, 30, { label: 'level' })\nlevel")
  const opened = run.messages.filter(({ header }) => header.msg_type === "comm_open")
  assert.deepEqual(
    opened.map((message) => stateOf(message)._model_name),
    ["LayoutModel", "LayoutModel", "SliderStyleModel", "IntSliderModel", "AnyModel", "VBoxModel"],
  )
  const [, layout, style, control, attendant, box] = opened.map(({ content }) => `IPY_MODEL_${content.comm_id}`)
  const state = stateOf(opened[3]!)
  assert.deepEqual([state.layout, state.style], [layout, style])
  assert.deepEqual([state._model_module, state._model_module_version], ["@jupyter-widgets/controls", "2.0.0"])
  assert.deepEqual([state.min, state.max, state.step, state.value, state.description], [0, 30, 1, 0, "level"])
  assert.deepEqual(stateOf(opened[5]!).children, [control, attendant])
  const data = run.of("display_data")[0]!.data as { [mime: string]: Content }
  assert.equal(`IPY_MODEL_${data["application/vnd.jupyter.widget-view+json"]!.model_id}`, box)
  assert.equal(data["text/plain"], "level: 0")
})

test("what the page sets is heard and is not sent back to it; other pages are told as an echo of its message", async () => {
  const id = (await shown("const sigma = slider(0, 1)\nsigma")).get("FloatSliderModel")!
  const sent: unknown[] = []
  const echoes: Received[] = []
  const told = kernel.next((message) => {
    if (!isMessage("comm_msg", id)(message)) return false
    if ((message.content.data as Content).method === "echo_update") echoes.push(message)
    else sent.push(stateOf(message))
    return sent.length === 2
  })
  // Set twice in one turn, the second waits for its time; then the page is quicker.
  await kernel.execute("sigma.value = 0.1; sigma.value = 0.2")
  const { msg_id } = update(id, { value: 0.30000000000000004 })
  assert.equal(await evaluate("sigma.value"), "0.3")
  await kernel.execute("await new Promise((done) => setTimeout(done, 100)); sigma.value = 0.9")
  await told
  assert.deepEqual(sent, [{ value: 0.1 }, { value: 0.9 }])
  assert.deepEqual(
    echoes.map((message) => [stateOf(message), message.parent.msg_id]),
    [[{ value: 0.30000000000000004 }, msg_id]],
  )
})

test("a value that a control cannot have is refused, and the page is given the one that counts", async () => {
  const id = (await shown("const kind = choice(['a', 'b'])\nkind")).get("DropdownModel")!
  for (const state of [{ index: 2 }, { index: null }, { index: 0.5 }, { description: "hm" }]) {
    const answer = kernel.next(isMessage("comm_msg", id), 5000)
    update(id, state)
    const [name] = Object.keys(state)
    assert.deepEqual(stateOf(await answer), name === "index" ? { index: 0 } : { description: "" })
  }
  update(id, { index: 1 })
  assert.equal(await evaluate("kind.value"), "'b'")
})

test("a button counts its clicks, and nothing else that the page sends", async () => {
  const id = (await shown("const again = button('again')\nagain")).get("ButtonModel")!
  for (const content of [{ event: "click" }, { event: "hover" }, null, "click", { event: "click" }])
    send(id, { method: "custom", content })
  assert.equal(await evaluate("again.value"), "2")
})

test("a page that is loaded anew is told of controls with their parts", async () => {
  const models = await shown("toggle(true, { label: 'on' })")
  const answer = kernel.next(isMessage("comm_msg", "control"))
  kernel.send("shell", "comm_open", { comm_id: "control", target_name: "jupyter.widget.control", data: {} })
  send("control", { method: "request_states" })
  const { states } = (await answer).content.data as { states: { [id: string]: { state: Content } } }
  const { state } = states[models.get("CheckboxModel")!]!
  assert.deepEqual([state.value, state.description], [true, "on"])
  for (const part of [state.layout, state.style])
    assert.ok(Object.hasOwn(states, String(part).slice("IPY_MODEL_".length)))
})
