import assert from "node:assert/strict"
import { mkdirSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { Client } from "./client.js"

let kernel: Client
let seconds = 0
const run = async (code: string) => {
  const done = await kernel.execute(code)
  if (done.reply.status !== "ok") throw new Error(done.traceback)
  return done.text
}
/** Writes a file beside the notebook, later than any before. */
const write = (name: string, text: string) => {
  const file = join(kernel.directory, name)
  writeFileSync(file, text)
  seconds += 5
  utimesSync(file, new Date(), new Date(Date.now() + seconds * 1000))
}

before(async () => {
  kernel = await Client.start({
    "awaits.ts": "const five: number = await Promise.resolve(5)\nexport { five }\nexport default class Thing {}\n",
    "waits.ts": 'import { five } from "./awaits.js"\nexport const six = five + 1\n',
    "packages.ts":
      'import { mean } from "d3-array"\nimport ts, { version } from "typescript"\nexport const m = mean([1, 2, 6])\nexport const same = ts.version === version\n',
    "ping.ts":
      'import { pong } from "./pong.ts"\nexport const ping = (n: number): string => (n === 0 ? "" : "i" + pong(n - 1))\n',
    "pong.ts":
      'import { ping } from "./ping.ts"\nexport const pong = (n: number): string => (n === 0 ? "" : "o" + ping(n - 1))\n',
    "counter.ts": "export let count = 0\nexport const up = () => ++count\n",
    "again.ts": 'export * from "./counter.ts"\nexport { six as half } from "./waits.ts"\n',
    "old.cts": 'import path = require("node:path")\nexport = { separator: path.sep }\n',
    "tool.js": "export const hello = (name) => 'hello ' + name\n",
    "common.js": "const { five } = require('./plain.ts')\nmodule.exports = { ten: 2 * five }\n",
    "plain.ts": "export const five: number = 5\n",
    "broken.ts": "export const fine = 1\nexport const broken = )\n",
    "endless.ts": "await new Promise(() => {})\nexport const never = 1\n",
  })
})
after(() => kernel.stop())

test("a file of one's own may await at its top, and so may what it imports", async () => {
  assert.equal(await run('import Thing, { five } from "./awaits.ts"\n[five, Thing.name]'), "[ 5, 'Thing' ]")
  assert.equal(await run('import { six } from "./waits.ts"\nsix'), "6")
})

test("an interrupt ends a file that awaits at its top, and variables are kept", async () => {
  await run("const kept = 1")
  const waiting = kernel.begin('import { never } from "./endless.ts"')
  await kernel.next(({ header, parent }) => {
    return header.msg_type === "execute_input" && parent.msg_id === waiting.header.msg_id
  })
  await new Promise((done) => setTimeout(done, 300))
  await kernel.request("control", "interrupt_request")
  assert.equal((await waiting.done).reply.ename, "KeyboardInterrupt")
  assert.equal(await run("kept"), "1")
})

test("a file of one's own imports packages that exist as ESM only, and CommonJS by name", async () => {
  assert.equal(await run('import { m, same } from "./packages.ts"\n[m, same]'), "[ 3, true ]")
})

test("files that import each other work", async () => {
  assert.equal(await run('import { ping } from "./ping.ts"\nping(5)'), "'ioioi'")
})

test("what a file exports again stays alive", async () => {
  const code = 'import * as again from "./again.ts"\nagain.up()\nagain.up();\n[again.count, again.half]'
  assert.equal(await run(code), "[ 2, 6 ]")
})

test("CommonJS in TypeScript and in JavaScript is imported", async () => {
  assert.equal(await run('import old from "./old.cts"\nold.separator'), "'/'")
  assert.equal(await run('import common from "./common.js"\ncommon.ten'), "10")
})

test("a JavaScript file that changed is new after its import, and its types are known", async () => {
  assert.equal(await run('import { hello } from "./tool.js"\nhello("you").length'), "9")
  write("tool.js", "export const hello = (name) => ({ greeting: 'hi ' + name })\n")
  assert.equal(await run('import { hello } from "./tool.js"\nhello("you").greeting'), "'hi you'")
  assert.match((await kernel.execute('hello("you").length')).traceback, /Property 'length' does not exist/)
})

test("a change loads anew what imports the file, and leaves the rest its state", async () => {
  assert.equal(await run('import { up } from "./counter.ts"\nup()'), "3")
  write("awaits.ts", "export const five = 50\nexport default class Thing {}\n")
  assert.equal(await run('import { six } from "./waits.ts"\nsix'), "51")
  assert.equal(await run('import { up } from "./counter.ts"\nup()'), "4")
})

test("a file can be imported by a name that is worked out", async () => {
  await run('const names = ["plain", "waits"]\nconst all = []')
  await run("for (const name of names) all.push(Object.keys(await import('./' + name + '.ts')))")
  assert.equal(await run("all"), "[ [ 'five' ], [ 'six' ] ]")
})

test("a mistake in a file is told with its place, to those who import it only", async () => {
  const wrong = await kernel.execute('import { fine } from "./broken.ts"')
  assert.equal(wrong.reply.ename, "SyntaxError")
  assert.match(
    wrong.traceback,
    /broken\.ts, line 2, column 23: Expression expected[\s\S]*> 2 \| export const broken = \)/,
  )
  assert.equal(await run("1 + 1"), "2")
  write("broken.ts", "export const fine = 1\n")
  assert.equal(await run('import { fine } from "./broken.ts"\nfine'), "1")
})

test("an error inside a file shows the file's own line", async () => {
  write(
    "throws.ts",
    "interface Long {\n  a: number\n}\n\nexport const fails = () => {\n  throw new RangeError('no')\n}\n",
  )
  const wrong = await kernel.execute('import { fails } from "./throws.ts"\nfails()')
  assert.match(wrong.traceback, /> 6 \| {3}throw new RangeError\('no'\)/)
  assert.match(wrong.traceback, /at fails \(.*throws\.ts:6:9\)\n +at cell \d+:2:\d/)
})

test("a package that was installed after it was missed is found", async () => {
  const code = 'import { late } from "installed-late"\nlate.toFixed(1)'
  assert.match((await kernel.execute(code)).traceback, /Cannot find module 'installed-late'/)
  const folder = join(kernel.directory, "node_modules/installed-late")
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "main": "index.js", "types": "index.d.ts" }')
  writeFileSync(join(folder, "index.js"), "export const late = 2\n")
  writeFileSync(join(folder, "index.d.ts"), "export declare const late: number\n")
  assert.equal(await run(code), "'2.0'")
})
