import assert from "node:assert/strict"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { after, test } from "node:test"
import { load, project } from "./load.js"

interface Execution {
  executed: string
  seconds: number
}
const { executeNotebook, secondsOfCells } = await load<{
  executeNotebook(
    path: string,
    options: { position: string; env: Record<string, string>; later: number },
  ): Promise<Execution>
  secondsOfCells(path: string, env: Record<string, string>): number[] | undefined
}>("start/notebooks.mjs")
const { writeCharts } = await load<{ writeCharts(notebook: string, folder: string): string[] }>("start/charts.mjs")

const folder = mkdtempSync(join(tmpdir(), "spiketime-execute-"))
const made: string[] = []
after(() => {
  rmSync(folder, { recursive: true, force: true })
  for (const path of made) rmSync(path, { force: true })
})

function notebook(...cells: string[]): string {
  const path = join(folder, `${basename(folder)}-${made.length}.ipynb`)
  made.push(join(project, "out", "notebooks", basename(path)))
  const code = cells.map((source, k) => ({
    ...{ cell_type: "code", id: `c${k}`, metadata: {}, execution_count: null, outputs: [] },
    source,
  }))
  const kernelspec = { name: "spiketime", display_name: "TypeScript (spiketime)", language: "typescript" }
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: code }))
  return path
}
const options = { position: "[1/1]", env: { SPIKETIME_SCALE: "smoke" }, later: 0 }

test("a notebook is executed with its outputs, its scale and the seconds of each cell", {
  timeout: 120_000,
}, async () => {
  const path = notebook("process.env.SPIKETIME_SCALE", "histogram([1, 2, 2, 3], { title: 'Four' })")
  const { executed } = await executeNotebook(path, options)
  const { cells } = JSON.parse(readFileSync(executed, "utf8"))
  assert.match(JSON.stringify(cells[0].outputs[0].data["text/plain"]), /smoke/)
  assert.equal(secondsOfCells(path, options.env), undefined)
  assert.equal(secondsOfCells(executed, options.env)?.length, 2)
  assert.equal(secondsOfCells(executed, { SPIKETIME_SCALE: "paper" }), undefined)

  const charts = writeCharts(executed, join(folder, "charts"))
  assert.equal(charts.length, 1)
  assert.match(readFileSync(charts[0], "utf8"), /Four/)
  const spec = JSON.parse(readFileSync(charts[0].replace(/\.svg$/, ".vl.json"), "utf8"))
  assert.equal(spec.title, "Four")
})

test("a cell that fails is named with its error, and what ran is kept", { timeout: 120_000 }, async () => {
  const path = notebook("const kept: number = 5\nkept", "throw new RangeError('no such thing')", "1")
  await assert.rejects(executeNotebook(path, options), /cell 2 \(throw new RangeError.*\): RangeError: no such thing/)
  const { cells } = JSON.parse(readFileSync(join(project, "out", "notebooks", basename(path)), "utf8"))
  assert.equal(cells[0].execution_count, 1)
  assert.equal(cells[2].execution_count, null)
})
