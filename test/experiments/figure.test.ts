import assert from "node:assert/strict"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { Figure, type FigureDefinition, resultStore } from "../../src/experiments/index.js"
import { accuracyAgainst } from "../../src/plot/index.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-figure-"))
after(() => rmSync(folder, { recursive: true }))

type Condition = { level: number }
type Measured = { accuracy: number; seconds: number }

/** A figure whose trainings are counted. */
function figureOf(configuration: object, change: Partial<FigureDefinition<Condition, Measured>> = {}) {
  const trained: number[] = []
  const figure = new Figure<Condition, Measured>(
    {
      name: "example",
      scale: "smoke",
      conditions: [{ level: 0 }, { level: 0.5 }, { level: 1 }],
      configuration,
      async train({ level }) {
        trained.push(level)
        return { accuracy: 1 - level / 2, seconds: 10 }
      },
      chart: (rows) => accuracyAgainst(rows, "level"),
      ...change,
    },
    resultStore(folder),
  )
  return { figure, trained }
}

test("a figure trains each condition and gives its rows", async () => {
  const { figure } = figureOf({ test: 1 })
  assert.deepEqual(await figure.run(), [
    { level: 0, accuracy: 1, seconds: 10 },
    { level: 0.5, accuracy: 0.75, seconds: 10 },
    { level: 1, accuracy: 0.5, seconds: 10 },
  ])
})

test("a figure computes nothing twice, and anew for another configuration", async () => {
  await figureOf({ test: 2 }).figure.run()
  const again = figureOf({ test: 2 })
  assert.equal((await again.figure.run()).length, 3)
  assert.deepEqual(again.trained, [])
  const other = figureOf({ test: 2, epochs: 9 })
  await other.figure.run()
  assert.deepEqual(other.trained, [0, 0.5, 1])
})

test("a stopped figure keeps what was done, and goes on from there", async () => {
  const first = figureOf(
    { test: 3 },
    {
      async train({ level }, signal) {
        if (level === 0.5) await new Promise((resolve) => signal.addEventListener("abort", resolve))
        return { accuracy: 0, seconds: 1 }
      },
    },
  )
  const run = first.figure.run()
  await run[Symbol.asyncIterator]().next()
  assert.deepEqual(await run.stop(), [{ level: 0, accuracy: 0, seconds: 1 }])
  assert.equal(run.progress.state, "stopped")
  const second = figureOf({ test: 3 })
  await second.figure.run()
  assert.deepEqual(second.trained, [0.5, 1])
})

test("a figure shows its plan, with the time that is left", async () => {
  const { figure } = figureOf({ test: 4 })
  figure.keep({ level: 0 }, { accuracy: 1, seconds: 10 })
  const text = figure[Symbol.for("Jupyter.display") as never] as () => { "text/plain": string }
  assert.equal(
    text.call(figure)["text/plain"],
    "example at smoke scale: 3 trainings, 1 already known; about 20 s to go.",
  )
})

test("a training that fails ends the figure with its error, and rows before it are kept", async () => {
  const { figure } = figureOf(
    { test: 5 },
    {
      async train({ level }) {
        if (level === 1) throw new Error("no such level")
        return { accuracy: 1, seconds: 1 }
      },
    },
  )
  await assert.rejects(async () => await figure.run(), /no such level/)
  assert.deepEqual(figure.stored({ level: 0.5 }), { accuracy: 1, seconds: 1 })
})

test("a damaged result is computed anew, and no half file is left", async () => {
  const { figure } = figureOf({ test: 6 })
  await figure.run()
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '{"configuration": {')
  const again = figureOf({ test: 6 })
  await again.figure.run()
  assert.deepEqual(again.trained, [0, 0.5, 1])
  assert.ok(readdirSync(folder).every((name) => name.endsWith(".json")))
})

test("small trainings run at once, a thread each, and their rows come in the order of the conditions", async () => {
  const conditions = Array.from({ length: 12 }, (_, i) => ({ level: i / 12 }))
  const [running, threads] = [{ now: 0, most: 0 }, new Set<number | undefined>()]
  const { figure } = figureOf(
    { test: 7 },
    {
      small: true,
      conditions,
      async train({ level }, _signal, used) {
        threads.add(used)
        running.most = Math.max(running.most, ++running.now)
        // the earlier ones take longer
        await new Promise((resolve) => setTimeout(resolve, 20 * (1 - level)))
        running.now--
        return { accuracy: level, seconds: 1 }
      },
    },
  )
  const run = figure.run()
  const seen: number[] = []
  for await (const { level } of run) seen.push(level)
  assert.deepEqual(
    seen,
    conditions.map(({ level }) => level),
  )
  assert.equal((await run).length, 12)
  assert.equal(running.most, Math.min(12, availableParallelism()))
  assert.deepEqual([...threads], [1])
})

test("a training that fails ends those beside it, and the figure's error is the first", async () => {
  let ended = 0
  const { figure } = figureOf(
    { test: 8 },
    {
      small: true,
      async train({ level }, signal) {
        if (level === 0) throw new Error("no such level")
        await new Promise((resolve) => signal.addEventListener("abort", resolve))
        ended++
        throw new Error("aborted")
      },
    },
  )
  await assert.rejects(async () => await figure.run(), /no such level/)
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(ended, Math.min(3, availableParallelism()) - 1)
  assert.equal(figure.stored({ level: 0.5 }), undefined)
})
