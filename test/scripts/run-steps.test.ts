import assert from "node:assert/strict"
import { afterEach, beforeEach, test } from "node:test"
import { load } from "./load.js"

interface Step {
  title: string
  usualSeconds: number
  isDone(): boolean
  run(): Promise<string | undefined>
  optional?: boolean
}
const { runSteps } = await load<{ runSteps(steps: Step[]): Promise<boolean> }>("setup/run-steps.mjs")

const write = process.stdout.write
let printed = ""
beforeEach(() => {
  printed = ""
  process.stdout.write = ((text: string) => {
    printed += text
    return true
  }) as typeof write
})
afterEach(() => {
  process.stdout.write = write
})

const step = (title: string, ran: string[], more: Partial<Step> = {}): Step => ({
  title,
  usualSeconds: 60,
  isDone: () => ran.includes(title),
  async run() {
    ran.push(title)
    return undefined
  },
  ...more,
})

test("steps run in order, each with its place among all and the time left", async () => {
  const ran: string[] = []
  assert.equal(await runSteps([step("one", ran), step("two", ran)]), true)
  process.stdout.write = write
  assert.deepEqual(ran, ["one", "two"])
  assert.match(printed, /\[1\/2\] one: done \(0 s, about 1 min left\)/)
  assert.match(printed, /\[2\/2\] two: done \(0 s\)/)
})

test("steps that are done are left alone, without a word", async () => {
  const ran = ["one"]
  assert.equal(await runSteps([step("one", ran)]), false)
  process.stdout.write = write
  assert.equal(printed, "")
})

test("a step that fails ends the work and names itself", async () => {
  const ran: string[] = []
  const broken = step("two", ran, { run: () => Promise.reject(new Error("no disk space")) })
  await assert.rejects(runSteps([step("one", ran), broken, step("three", ran)]), {
    message: "[2/3] two failed: no disk space",
  })
  process.stdout.write = write
  assert.deepEqual(ran, ["one"])
})

test("an optional step that fails is told, and the work goes on", async () => {
  const ran: string[] = []
  const broken = step("one", ran, { optional: true, run: () => Promise.reject(new Error("left out: no compiler")) })
  await runSteps([broken, step("two", ran)])
  process.stdout.write = write
  assert.match(printed, /\[1\/2\] one: left out: no compiler/)
  assert.deepEqual(ran, ["two"])
})
