import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import type { Browser } from "playwright-core"
import { type JupyterServer, startJupyter } from "./jupyter-server.js"
import { runNotebook, startBrowser } from "./lab-page.js"
import { inProject } from "./project.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-quickstart-"))
let server: JupyterServer
let browser: Browser

/** The shipped notebook without its outputs, so that whatever is seen comes from this run. */
function copyWithoutOutputs(name: string): { codeCells: number } {
  const notebook = JSON.parse(readFileSync(inProject("notebooks", name), "utf8"))
  const code = notebook.cells.filter((cell: { cell_type: string }) => cell.cell_type === "code")
  for (const cell of code) Object.assign(cell, { outputs: [], execution_count: null })
  writeFileSync(join(folder, name), JSON.stringify(notebook))
  return { codeCells: code.length }
}

before(async () => {
  mkdirSync(inProject("out"), { recursive: true })
  server = await startJupyter(folder, { SPIKETIME_SCALE: "smoke" })
  browser = await startBrowser()
})

after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test("the quickstart runs in JupyterLab: progress moves, charts are drawn, nothing fails", {
  timeout: 600_000,
}, async () => {
  const { codeCells } = copyWithoutOutputs("00-quickstart.ipynb")
  const page = await browser.newPage({ viewport: { width: 1280, height: 3600 } })
  try {
    const seen = await runNotebook(page, server.address("00-quickstart.ipynb"), 400_000)
    assert.deepEqual(seen.errors, [])
    assert.deepEqual(
      seen.prompts,
      Array.from({ length: codeCells }, (_, k) => `[${k + 1}]:`),
    )
    // The training's bar is redrawn while its cell runs; each position is another moment that a reader saw.
    const positions = new Set(seen.progress.map((line) => line.split(":")[0]))
    assert.ok(positions.size >= 3, `progress seen: ${seen.progress.join("; ")}`)
    // An epoch may end between two drawings, so no certain one is asked for.
    const training = [...positions].filter((position) => position.endsWith("of 3"))
    assert.ok(training.length >= 2, `progress of the training seen: ${training.join("; ")}`)
    assert.ok(seen.charts.length >= 3, `${seen.charts.length} charts: raster, learning curve and delays were expected`)
    for (const chart of seen.charts) assert.ok(chart.width > 200 && chart.height > 150, JSON.stringify(chart))
  } finally {
    await page.screenshot({ path: inProject("out", "quickstart-in-jupyterlab.png") })
    await page.close()
  }
})
