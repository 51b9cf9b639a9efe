import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import type { Browser } from "playwright-core"
import { displaySymbol } from "../../src/display/index.js"
import { axonal, dense, lif, network, readout } from "../../src/network/index.js"
import { isi } from "../../src/tasks/index.js"
import { type JupyterServer, startJupyter } from "./jupyter-server.js"
import { runNotebook, startBrowser } from "./lab-page.js"
import { inProject } from "./project.js"
import { writeNotebook } from "./write-notebook.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-browser-"))
let server: JupyterServer
let browser: Browser

before(async () => {
  mkdirSync(inProject("out"), { recursive: true })
  writeNotebook(join(folder, "charts.ipynb"), [
    "const data = isi({ seed: 1 }).take(8)\nraster(data.take(2))",
    `const times = Array.from({ length: 4000 }, (_, k) => (k * 7) % 1000)
const units = times.map((_, k) => (k * 13) % 700)
const shape = { labels: Uint16Array.of(0, 0), classNames: ["many"], unitCount: 700, steps: 1000, dt: 1 }
raster(fromSamples([{ times, units }, { times: units, units: times.map((t) => t % 700) }], shape))`,
    "const rows = [0, 0.5, 1].flatMap((fraction) => [1, 2].map((seed) => ({ fraction, seed, accuracy: 0.4 - 0.3 * fraction })))\naccuracyAgainst(rows, 'fraction', { chance: 0.1 })",
    "learningCurve([1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, accuracy: 0.2 * epoch })), { epochs: 9 })",
    "delayHistogram([1, 2, 3, 4], [2, 3, 4, 8])",
  ])
  const data = isi({ seed: 1 }).take(8)
  const net = network(data, [dense(8, lif(), axonal({ max: 50 })), readout(lif())])
  writeNotebook(join(folder, "saved.ipynb"), ["data", "net"], [data[displaySymbol](), net[displaySymbol]!()])
  server = await startJupyter(folder, { SPIKETIME_SCALE: "smoke" })
  browser = await startBrowser()
})

after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test("JupyterLab draws every kind of chart itself, from cells on our kernel", { timeout: 240_000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 2000 } })
  const warnings: string[] = []
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()))
  try {
    const seen = await runNotebook(page, server.address("charts.ipynb"), 120_000)
    assert.deepEqual(seen.errors, [])
    assert.deepEqual(seen.prompts, ["[1]:", "[2]:", "[3]:", "[4]:", "[5]:"])
    assert.equal(seen.charts.length, 5)
    for (const chart of seen.charts) assert.ok(chart.width > 200 && chart.height > 150, JSON.stringify(chart))
    // Vega's own warnings begin so; JupyterLab's, on a slow start for one, say nothing about charts.
    assert.deepEqual(
      warnings.filter((text) => text.startsWith("WARN")),
      [],
    )
  } finally {
    await page.screenshot({ path: inProject("out", "charts-in-jupyterlab.png") })
    await page.close()
  }
})

test("the pictures of a data set and of a network are seen in a notebook that nobody has trusted or run", {
  timeout: 240_000,
}, async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(60_000)
  try {
    await page.goto(server.address("saved.ipynb"))
    await page.waitForSelector(".jp-RenderedHTMLCommon table >> nth=1")
    const pictures = page.locator(".jp-OutputArea img")
    await page.waitForFunction(
      `[...document.querySelectorAll(".jp-OutputArea img")].filter((one) => one.naturalWidth > 0).length === 2`,
    )
    const [raster, diagram] = await pictures.evaluateAll((all) => all.map((one) => one.getAttribute("alt")))
    assert.match(String(raster), /^raster of the first sample, class (above|below)$/)
    assert.equal(diagram, "network diagram: input to hidden1; hidden1 to output, axonal delays up to 50 ms")
  } finally {
    await page.screenshot({ path: inProject("out", "saved-in-jupyterlab.png") })
    await page.close()
  }
})
