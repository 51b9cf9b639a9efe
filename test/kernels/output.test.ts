import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { Client, type Content, plain } from "./client.js"

let kernel: Client

before(async () => {
  kernel = await Client.start()
})
after(() => kernel.stop())

test("what is printed appears while synchronous code is still running", async () => {
  const run = kernel.begin("console.log('early'); const end = Date.now() + 1500; while (Date.now() < end) {}")
  let ended = false
  const done = run.done.then(() => {
    ended = true
  })
  const stream = await kernel.next(({ header }) => header.msg_type === "stream")
  assert.match(String(stream.content.text), /early/)
  assert.equal(ended, false)
  await done
})

test("stdout and stderr keep their order", async () => {
  const run = await kernel.execute("console.log('1'); console.error('2'); console.log('3'); process.stdout.write('4')")
  assert.deepEqual(
    run.of("stream").map(({ name, text }) => [name, text]),
    [
      ["stdout", "1\n"],
      ["stderr", "2\n"],
      ["stdout", "3\n4"],
    ],
  )
})

test("many small prints leave as few messages", async () => {
  const run = await kernel.execute("for (let i = 0; i < 1000; i++) console.log(i)")
  assert.equal(run.printed().split("\n").length, 1001)
  assert.ok(run.of("stream").length < 100)
})

test("all that was printed comes before the cell's result and its end", async () => {
  const run = await kernel.execute("console.log('before'); 'value'")
  assert.deepEqual(run.types, ["status", "execute_input", "stream", "execute_result", "status"])
})

test("a million lines are cut in the middle with a note, quickly, and the end is kept", {
  timeout: 60_000,
}, async () => {
  const run = await kernel.execute("for (let i = 0; i < 1e6; i++) console.log('line ' + i)")
  const text = run.printed()
  assert.ok(text.length < 1_000_000)
  assert.match(text, /^line 0\nline 1\n/)
  assert.match(text, /characters \(about \d+ lines\) left out/)
  assert.match(text, /line 999999\n$/)
})

test("a string of 200 MB, printed or shown, is cut with a note", { timeout: 60_000 }, async () => {
  const run = await kernel.execute("const huge = 'x'.repeat(2e8); console.log(huge); huge")
  assert.ok(run.printed().length < 1_000_000)
  assert.match(run.printed(), /characters .* left out/)
  assert.ok(String(run.text).length < 200_000)
  assert.match(String(run.text), /more characters/)
})

test("a deep and a circular object are shown in short", async () => {
  const run = await kernel.execute(
    "let deep: any = {}; for (let i = 0; i < 1e5; i++) deep = { deep }\nconst ring: any = {}; ring.ring = ring;\n[deep, ring]",
  )
  assert.match(String(run.text), /\[Object\]|\[Circular/)
})

test("a value whose properties throw is shown without harm", async () => {
  const run = await kernel.execute(
    "new Proxy({}, { get() { throw new Error('no') }, ownKeys() { throw new Error('no') } })",
  )
  assert.equal(run.reply.status, "ok")
})

test("a thousand displays are as many messages, and ten thousand are cut with a note", async () => {
  const run = await kernel.execute("for (let i = 0; i < 10_000; i++) display(i)")
  assert.ok(run.of("display_data").length <= 1001)
  assert.match(JSON.stringify(run.of("display_data").at(-1)), /not shown/)
})

test("display shows at once, and its handle replaces what it showed", async () => {
  const run = await kernel.execute(
    "const shown = display(html('<b>one</b>'), { id: 'mine' }); shown.update(html('<b>two</b>'))",
  )
  const [first] = run.of("display_data")
  const [second] = run.of("update_display_data")
  assert.equal((first!.data as Content)["text/html"], "<b>one</b>")
  assert.equal((second!.data as Content)["text/html"], "<b>two</b>")
  assert.deepEqual([first!.transient, second!.transient], [{ display_id: "mine" }, { display_id: "mine" }])
})

test("an update in a later cell reaches what an earlier one showed", async () => {
  await kernel.execute("const later = display('one')")
  const run = await kernel.execute("later.update('two')")
  assert.equal(run.of("update_display_data").length, 1)
})

test("updates in a tight loop are thinned out, and the last one arrives", async () => {
  await kernel.execute("const bar = display('start')")
  const last = kernel.next(({ header, content }) => {
    return header.msg_type === "update_display_data" && JSON.stringify(content.data).includes("'turn 19999'")
  })
  const run = await kernel.execute("for (let i = 0; i < 20_000; i++) bar.update('turn ' + i)")
  await last
  assert.ok(run.of("update_display_data").length < 200)
})

test("displays keep their order although one makes its picture slowly", async () => {
  const code = `
    const slow = { async [Symbol.for("Jupyter.display")]() { await new Promise((d) => setTimeout(d, 50)); return { "text/plain": "slow" } } }
    display(slow); display("quick"); slow`
  const run = await kernel.execute(code)
  const shown = run.of("display_data").map(({ data }) => (data as Content)["text/plain"])
  assert.deepEqual(shown, ["slow", "'quick'"])
  assert.equal(run.text, "slow")
})

test("clearOutput empties the cell's output", async () => {
  const run = await kernel.execute("console.log('gone'); clearOutput({ wait: true }); console.log('stays')")
  assert.deepEqual(run.of("clear_output"), [{ wait: true }])
  assert.ok(run.types.indexOf("clear_output") > run.types.indexOf("stream"))
})

test("a value that changes is shown as a display that it updates itself", async () => {
  const code = `
    const growing = {
      [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "0" }),
      [Symbol.for("spiketime.live")](update) { let n = 0; const timer = setInterval(() => { update({ "text/plain": String(++n) }); if (n === 100) clearInterval(timer) }, 10) },
    }
    growing`
  const last = kernel.next(({ header, content }) => {
    return header.msg_type === "update_display_data" && (content.data as Content)["text/plain"] === "100"
  })
  const begun = performance.now()
  const run = await kernel.execute(code)
  assert.equal(run.of("execute_result").length, 0)
  const id = (run.of("display_data")[0]!.transient as Content).display_id
  assert.equal(((await last).content.transient as Content).display_id, id)
  const updates = kernel.published.filter(
    ({ content }) => (content.transient as Content | undefined)?.display_id === id,
  )
  // four a second, one at each end, and one when the cell ends
  const most = (performance.now() - begun) / 250 + 3
  assert.ok(updates.length <= most, `${updates.length} updates, ${most} at the most`)
})

test("what a timer of an earlier cell prints goes to that cell", async () => {
  const first = kernel.begin("setTimeout(() => console.log('late'), 300); void 0")
  await first.done
  const late = kernel.next(({ content }) => content.text === "late\n")
  await kernel.execute("await new Promise((done) => setTimeout(done, 500))")
  assert.equal((await late).parent.msg_id, first.header.msg_id)
})

test("what an unawaited function of an earlier cell prints after an await goes to that cell", async () => {
  await kernel.execute(
    "const sleep = (ms) => new Promise((done) => setTimeout(done, ms))\nasync function slowly() { await sleep(300); console.log('slow') }",
  )
  const first = kernel.begin("void slowly()")
  await first.done
  const late = kernel.next(({ content }) => content.text === "slow\n")
  await kernel.execute("await sleep(500)")
  assert.equal((await late).parent.msg_id, first.header.msg_id)
})

test("the last picture of a value that changes comes before its cell ends", async () => {
  const run = await kernel.execute(`
    const grows = {
      [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "first" }),
      [Symbol.for("spiketime.live")](update) { for (const text of ["second", "third", "last"]) update({ "text/plain": text }) },
    }
    display(grows)
    "done"`)
  const pictures = run.of("update_display_data").map(({ data }) => (data as { "text/plain": string })["text/plain"])
  assert.equal(pictures.at(-1), "last")
})

test("an error in a timer is told in the cell that set it, and the kernel lives", async () => {
  const first = kernel.begin("setTimeout(() => { throw new Error('in a timer') }, 50); void 0")
  await first.done
  const told = await kernel.next(({ content }) => String(content.text).includes("in a timer"))
  assert.equal(told.content.name, "stderr")
  assert.equal(told.parent.msg_id, first.header.msg_id)
  assert.equal((await kernel.execute("1")).text, "1")
})

test("a rejected promise that nobody awaits is told, and the kernel lives", async () => {
  const told = kernel.next(({ content }) => String(content.text).includes("left alone"))
  await kernel.execute("void Promise.reject(new Error('left alone'))")
  assert.match(plain(String((await told).content.text)), /nothing awaits it[\s\S]*Error: left alone/)
  assert.equal((await kernel.execute("1")).text, "1")
})

test("what a child process prints through sh appears in the cell, and its failure is an error", async () => {
  assert.equal((await kernel.execute("await sh('echo out; echo err 1>&2')")).printed(), "out\n")
  assert.match((await kernel.execute("await sh('exit 4')")).traceback, /exit code 4/)
})

test("what a thread of a cell prints appears in the cell", async () => {
  const code =
    "import { Worker } from 'node:worker_threads'\nconst w = new Worker('console.log(\"from a thread\")', { eval: true })\nawait new Promise((done) => w.on('exit', done)); await sleep(50)"
  assert.equal((await kernel.execute(code)).printed(), "from a thread\n")
})

test("a Vega-Lite specification is shown as a chart", async () => {
  const run = await kernel.execute(
    "({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar', data: { values: [] } })",
  )
  const data = run.of("execute_result")[0]!.data as Content
  assert.equal((data["application/vnd.vegalite.v5+json"] as Content).mark, "bar")
})

test("typed arrays and maps are shown with their size", async () => {
  assert.match(String((await kernel.execute("new Float32Array(1e6)")).text), /Float32Array\(1000000\)[\s\S]*more items/)
  assert.equal((await kernel.execute("new Float32Array([0.1, 0.2])")).text, "Float32Array(2) [ 0.1, 0.2 ]")
  assert.equal((await kernel.execute("new Map([['a', 1]])")).text, "Map(1) { 'a' => 1 }")
})

test("a list of plain rows is shown as a table", async () => {
  const data = (await kernel.execute("[{ level: 0, what: 'a' }, { level: 0.5, what: '<b>' }]")).of("execute_result")[0]!
    .data as Content
  assert.match(String(data["text/html"]), /<table>[\s\S]*level[\s\S]*&lt;b&gt;/)
  assert.equal(data["text/plain"], "[ { level: 0, what: 'a' }, { level: 0.5, what: '<b>' } ]")
  const nested = (await kernel.execute("[{ deep: { a: 1 } }]")).of("execute_result")[0]!.data as Content
  assert.ok(!("text/html" in nested))
})

test("HTML, Markdown and errors are shown as what they are", async () => {
  const shown = async (code: string) => (await kernel.execute(code)).of("execute_result")[0]!.data as Content
  assert.equal((await shown("html('<b>x</b>')"))["text/html"], "<b>x</b>")
  assert.equal((await shown("markdown('**x**')"))["text/markdown"], "**x**")
  assert.match(
    String((await shown("new RangeError('as a value')"))["text/plain"]),
    /^RangeError: as a value\n +at cell \d+:1:1$/,
  )
})

test("a tensor is shown with its type, shape and first numbers", async () => {
  const run = await kernel.execute(
    "import * as tf from '@tensorflow/tfjs-core'\nimport '@tensorflow/tfjs-backend-cpu'\ntf.zeros([20, 30])",
  )
  assert.match(String(run.text), /^Tensor float32 \[20,30\][\s\S]*500 more/)
  assert.equal((await kernel.execute("tf.ones([2, 3])")).text, "Tensor float32 [2,3]\n[ [ 1, 1, 1 ], [ 1, 1, 1 ] ]")
  assert.equal((await kernel.execute("tf.scalar(0.1)")).text, "Tensor float32 []\n0.1")
})

test("images are shown from their bytes", async () => {
  const png = "new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2])"
  const data = (await kernel.execute(`image(${png})`)).of("execute_result")[0]!.data as Content
  assert.equal(data["image/png"], Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]).toString("base64"))
})

test("a bundle too big for a notebook is left out with a note", async () => {
  const run = await kernel.execute("html('x'.repeat(3e7))")
  const data = run.of("execute_result")[0]!.data as Content
  assert.ok(!("text/html" in data))
  assert.match(String(data["text/plain"]), /too large/)
})

test("help shows signature, description and source", async () => {
  const data = (await kernel.execute("help(markdown)")).of("execute_result")[0]!.data as Content
  assert.match(
    String(data["text/markdown"]),
    /function markdown\(source: string\)[\s\S]*Shows Markdown[\s\S]*\[src\/display\/rich\.ts\]\(file:/,
  )
})

test("time prints how long work took and gives back its value", async () => {
  const run = await kernel.execute("await time(async () => { await sleep(50); return 7 })")
  assert.match(run.printed(), /^\d+(\.\d+)? ms\n$/)
  assert.equal(run.text, "7")
})
