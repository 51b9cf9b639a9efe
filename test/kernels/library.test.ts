import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as library from "../../src/index.js"
import { Client, type Content } from "./client.js"

let kernel: Client

before(async () => {
  kernel = await Client.start()
  const made = await kernel.execute(`
    const lif = cubaLif({ tauMembrane: 50, tauSynapse: 20 })
    const few = isi({ seed: 1 }).take(8)
    const net = network(few, [dense(8, lif), readout(lif)])`)
  assert.equal(made.reply.status, "ok", made.traceback)
})
after(() => kernel.stop())

test("every export of the library is a name in a cell, with its value", async () => {
  const names = Object.keys(library).filter((name) => name !== "default")
  const run = await kernel.execute(
    `[${names.map((name) => `typeof ${name}`).join(", ")}].filter((type) => type === "undefined").length`,
  )
  assert.equal(run.text, "0", run.traceback)
  assert.ok(names.length > 50)
})

test("every export of the library is offered by completion", async () => {
  const name = "rateVersusTiming"
  const { matches, metadata } = (await kernel.request("shell", "complete_request", { code: "rateVer", cursor_pos: 7 }))
    .content
  assert.deepEqual(matches, [name])
  const types = (metadata as { [key: string]: { type: string }[] })._jupyter_types_experimental
  assert.equal(types[0]!.type, "function")
})

test("the library's types are names in a cell too", async () => {
  assert.equal((await kernel.execute("const typed: SpikeDataset = few; typed === few")).text, "true")
})

test("a data set and a network show themselves", async () => {
  for (const value of ["few", "net"]) {
    const data = (await kernel.execute(value)).of("execute_result")[0]!.data as Content
    assert.ok("text/html" in data || "application/vnd.vegalite.v5+json" in data, `${value}: ${Object.keys(data)}`)
    assert.ok(String(data["text/plain"]).length < 2000)
  }
})

test("a training that is awaited shows how far it is, and its network comes back", { timeout: 60_000 }, async () => {
  const run = await kernel.execute("const quick = await fit(net, few, { epochs: 20, seed: 1 })\nquick.history.length")
  assert.equal(run.text, "20", run.traceback)
  assert.equal(run.of("display_data").length, 1)
  assert.ok(run.of("update_display_data").length >= 1)
})

test("a training shown as the last value goes on by itself, and its pictures come while another cell runs", {
  timeout: 60_000,
}, async () => {
  const first = await kernel.execute("const run = fit(net, few, { epochs: 1e6, seed: 1 })\nrun")
  const { display_id } = first.of("display_data")[0]!.transient as Content
  const second = await kernel.execute("await new Promise((done) => setTimeout(done, 1500))")
  const updates = second
    .of("update_display_data")
    .filter(({ transient }) => (transient as Content).display_id === display_id)
  assert.ok(updates.length >= 1)
})

test("an interrupt ends the training in the background, and what it has learned is kept", {
  timeout: 60_000,
}, async () => {
  await kernel.request("control", "interrupt_request")
  const run = await kernel.execute("const partial = await run;\n[partial.stopped, partial.history.length > 0]")
  assert.equal(run.text, "[ true, true ]", run.traceback)
})

test("an interrupt ends a training that a cell awaits, and what it has learned is kept", {
  timeout: 60_000,
}, async () => {
  const awaited = kernel.begin("const kept = await fit(net, few, { epochs: 1e6, seed: 1 })")
  await kernel.next(
    ({ header, parent }) => header.msg_type === "update_display_data" && parent.msg_id === awaited.header.msg_id,
  )
  await kernel.request("control", "interrupt_request")
  const run = await awaited.done
  assert.equal((await kernel.execute("kept.stopped")).text, "true", run.traceback)
})

test("help tells of a name that a description links to", async () => {
  const data = (await kernel.execute("help(cubaLif)")).of("execute_result")[0]!.data as Content
  assert.match(String(data["text/markdown"]), /see `CubaLif` for/)
  assert.match(String(data["text/plain"]), /see CubaLif for/)
})

test("an error of the library names the user's line", async () => {
  const run = await kernel.execute("const wrong = 1.2\n\nrandomise(few, { fraction: wrong, seed: 1 })")
  assert.equal(run.reply.ename, "RangeError")
  assert.match(run.traceback, /> 3 \| randomise\(few/)
})
