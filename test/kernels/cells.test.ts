import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { Client } from "./client.js"

let kernel: Client
const run = async (code: string) => {
  const done = await kernel.execute(code)
  if (done.reply.status !== "ok") throw new Error(done.traceback)
  return done.text
}

before(async () => {
  kernel = await Client.start({
    "mine.ts":
      "export const version = 1\nexport interface Thing { size: number }\nexport const twice = (x: number) => 2 * x\n",
    "data.json": '{ "rate": 0.2 }',
  })
})
after(() => kernel.stop())

test("a later cell declares a const, a class, a function and a type again", async () => {
  await run("const a = 1; class Neuron { rate = 1 }; function f() { return 1 }; type T = number")
  await run("const a = 'two'; class Neuron { tau = 2 }; function f() { return 'f' }; type T = string")
  assert.equal(await run("const t: T = f(); a.toUpperCase() + new Neuron().tau + t"), "'TWO2f'")
})

test("types survive from cell to cell", async () => {
  await run("interface Spike { unit: number; time: number }\nconst spike: Spike = { unit: 3, time: 4 }")
  const wrong = await kernel.execute("spike.units")
  assert.match(wrong.traceback, /Property 'units' does not exist on type 'Spike'/)
})

test("a type error is told with its place, and nothing of the cell is run", async () => {
  await run("let ran = false")
  const wrong = await kernel.execute("ran = true\nconst n: number = 'text'")
  assert.match(wrong.traceback, /line 2, column 7/)
  assert.equal(await run("ran"), "false")
})

test("functions of an earlier cell see what later cells assign", async () => {
  await run("let level = 1\nfunction current() { return level }")
  await run("level = 2")
  assert.equal(await run("current()"), "2")
})

test("a function that is declared again is what earlier functions call", async () => {
  await run("function part() { return 1 }\nfunction whole() { return part() * 10 }")
  await run("function part() { return 2 }")
  assert.equal(await run("whole()"), "20")
})

test("await and for await work at the top of a cell", async () => {
  await run("async function* steps() { yield 1; yield 2 }\nlet total = await Promise.resolve(0)")
  await run("for await (const step of steps()) total += step")
  assert.equal(await run("total"), "3")
})

test("destructuring declares its names for later cells", async () => {
  await run("const { x, y: [first = 7, ...rest], ...others } = { x: 1, y: [undefined, 2, 3], z: 4 }")
  assert.equal(await run("[x, first, rest, others]"), "[ 1, 7, [ 2, 3 ], { z: 4 } ]")
})

test("functions and classes that take their name from a variable keep it", async () => {
  await run("const arrow = () => 1; const Shape = class {}")
  assert.equal(await run("arrow.name + Shape.name"), "'arrowShape'")
})

test("enums and namespaces work in later cells", async () => {
  await run("enum Mode { Slow, Fast }\nnamespace Units { export const ms = 1e-3 }")
  assert.equal(await run("Mode[Mode.Fast] + Units.ms"), "'Fast0.001'")
})

test("var in a loop belongs to the notebook, let to its block", async () => {
  await run("for (var turns = 0; turns < 3; turns++) { let inner = turns; inner }")
  assert.equal(await run("turns"), "3")
  assert.match((await kernel.execute("inner")).traceback, /Cannot find name 'inner'/)
})

test("using disposes at the end of its block", async () => {
  await run("let disposed = false\n{ using resource = { [Symbol.dispose]() { disposed = true } }; resource }")
  assert.equal(await run("disposed"), "true")
})

test("an imported type vanishes and an imported value stays", async () => {
  await run('import { twice, type Thing } from "./mine.ts"\nconst thing: Thing = { size: twice(4) }')
  assert.equal(await run("thing.size + twice(1)"), "10")
})

test("a file of one's own that changed is new after its import", async () => {
  await run('import { version } from "./mine.ts"')
  const file = join(kernel.directory, "mine.ts")
  writeFileSync(file, "export const version = 'second'\nexport interface Thing { size: number }\n")
  utimesSync(file, new Date(), new Date(Date.now() + 5000))
  assert.equal(await run('import { version } from "./mine.ts"\nversion.toUpperCase()'), "'SECOND'")
})

test("TypeScript outside the notebook's folder can be imported, and imports others", async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"))
  mkdirSync(join(elsewhere, "inner"))
  writeFileSync(join(elsewhere, "inner/deep.ts"), "export const deep: number = 5\n")
  writeFileSync(join(elsewhere, "tool.ts"), 'import { deep } from "./inner/deep.ts"\nexport const deeper = deep + 1\n')
  assert.equal(await run(`import { deeper } from "${elsewhere}/tool.ts"\ndeeper`), "6")
})

test("JSON is imported with its types", async () => {
  assert.equal(await run('import data from "./data.json"\ndata.rate.toFixed(2)'), "'0.20'")
})

test("packages that exist as ESM only are imported", async () => {
  assert.equal(await run('import { mean } from "d3-array"\nmean([1, 2, 6])'), "3")
})

test("CommonJS and Node's own modules are imported, by name, default and namespace", async () => {
  assert.equal(await run('import ts from "typescript"\nts.version.split(".")[0]'), "'5'")
  assert.equal(
    await run('import * as path from "node:path"\nimport { join as glue } from "path"\npath.sep + glue("a", "b")'),
    "'/a/b'",
  )
})

test("a package that is nowhere to be found is an error that says how to get it", async () => {
  const wrong = await kernel.execute('// @ts-ignore\nimport missing from "surely-missing"\nmissing')
  assert.match(wrong.traceback, /npm install surely-missing/)
})

test("names of the library are there without an import, and can be declared anew", async () => {
  assert.equal(await run("typeof html"), "'function'")
  await run("const html = 5")
  assert.equal(await run("html.toFixed(1)"), "'5.0'")
})

test("the library can be imported by its name", async () => {
  assert.equal(await run('import { markdown as md } from "spiketime"\ntypeof md'), "'function'")
})

test("a cell that fails keeps what it declared before, and forgets the rest", async () => {
  await kernel.execute("const early = 1\nthrow new Error('broken')\nconst late = 2")
  assert.equal(await run("early"), "1")
  assert.match((await kernel.execute("late")).traceback, /Cannot find name 'late'/)
})

test("types that are left out are any, without complaint", async () => {
  assert.equal(await run("function loose(a, b) { return a + b }\nloose(1, 2)"), "3")
})

test("parameters put in by papermill replace those of the notebook", async () => {
  await run("const epochs = 60, name = 'shd'")
  await run("// Parameters\nepochs = 5;\n".replace("epochs", "const epochs"))
  assert.equal(await run("name + epochs"), "'shd5'")
})

test("the traceback names the cell and the line in its TypeScript, also through a function of another cell", async () => {
  const first = await kernel.execute(
    "interface Long {\n  a: number\n}\nfunction fails(): never {\n  throw new RangeError('no')\n}",
  )
  const second = await kernel.execute("type Unused = string\n\nfails()")
  const [one, two] = [first.reply.execution_count, second.reply.execution_count]
  assert.equal(second.reply.ename, "RangeError")
  assert.match(second.traceback, /> 5 \| {3}throw new RangeError\('no'\)/)
  assert.match(second.traceback, new RegExp(`at fails \\(cell ${one}:5:9\\)\\n +at cell ${two}:3:\\d`))
})

test("a stack that user code prints speaks of the cell too", async () => {
  const done = await kernel.execute("\n\nconsole.log(new Error('look').stack)")
  assert.match(done.printed(), new RegExp(`Error: look\\n +at cell ${done.reply.execution_count}:3:13`))
})

test("an error's cause is told as well", async () => {
  const wrong = await kernel.execute("throw new Error('outer', { cause: new TypeError('inner') })")
  assert.match(wrong.traceback, /Error: outer[\s\S]*Caused by:[\s\S]*TypeError: inner/)
})

test("something thrown that is no error is shown", async () => {
  assert.match((await kernel.execute("throw { odd: 1 }")).traceback, /odd: 1/)
})

test("a cell that is one object literal shows the object, and a block is a block", async () => {
  assert.equal(await run("{ rate: 1, names: ['a'] }"), "{ rate: 1, names: [ 'a' ] }")
  assert.equal(await run("{ const inner = 1; inner }"), undefined)
})

test("process.chdir works, and says what is wrong with a folder that is not there", async () => {
  assert.equal(await run("process.chdir('/'); process.cwd()"), "'/'")
  assert.match((await kernel.execute("process.chdir('/not/there')")).traceback, /no such file or directory/)
  await run(`process.chdir(${JSON.stringify(kernel.directory)})`)
})

test("import.meta and __dirname tell the notebook's folder", async () => {
  assert.equal(await run("import.meta.dirname === __dirname && import.meta.url.startsWith('file://')"), "true")
  assert.equal(await run("__dirname"), `'${kernel.directory}'`)
})

test("require finds what lies beside the notebook, and this product's packages", async () => {
  assert.equal(await run("require('./data.json').rate + require('typescript').version.length"), "5.2")
})

test("a module of Node that is seldom used has its types", async () => {
  const wrong = await kernel.execute("import { gzipSync } from 'node:zlib'\nconst packed: string = gzipSync('x')")
  assert.match(wrong.traceback, /is not assignable to type 'string'/)
})

test("notebooks written for tslab show what they showed", async () => {
  const done = await kernel.execute(
    "import { display as show, newDisplay } from 'tslab'\nshow.html('<i>x</i>'); const d = newDisplay(); d.text('one'); d.text('two')",
  )
  assert.deepEqual(
    done.of("display_data").map(({ data }) => data),
    [{ "text/html": "<i>x</i>", "text/plain": "text/html" }, { "text/plain": "one" }],
  )
  assert.equal(done.of("update_display_data").length, 1)
})

test("process.exit ends the cells' thread only, and the user is told", async () => {
  const wrong = await kernel.execute("process.exit(3)")
  assert.match(wrong.traceback, /exit code 3\. All variables are gone/)
  assert.equal(await run("1 + 1"), "2")
})

test("running out of memory ends the cells' thread only, and the user is told", { timeout: 120_000 }, async () => {
  const other = await Client.start({}, { NODE_OPTIONS: "--max-old-space-size=200" })
  const wrong = await other.execute("const held = []\nfor (;;) held.push(new Array(1e5).fill(held.length))")
  assert.match(wrong.traceback, /ran out of memory[\s\S]*variables are gone/)
  assert.equal((await other.execute("1 + 1")).text, "2")
  await other.stop()
})
