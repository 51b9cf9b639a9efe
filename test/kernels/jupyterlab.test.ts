import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import type { Browser, Locator, Page } from "playwright-core"
import { type JupyterServer, startJupyter } from "../browser/jupyter-server.js"
import { startBrowser } from "../browser/lab-page.js"
import { inProject } from "../browser/project.js"
import { writeNotebook } from "../browser/write-notebook.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-lab-"))
const name = "kernel.ipynb"
let server: JupyterServer
let browser: Browser
let page: Page

const growing = `const growing = {
  [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b class=grown>0</b>", "text/plain": "0" }),
  [Symbol.for("spiketime.live")](update: (bundle: object) => void) {
    let n = 0
    const timer = setInterval(() => {
      update({ "text/html": \`<b class=grown>\${++n}</b>\`, "text/plain": String(n) })
      if (n === 60) clearInterval(timer)
    }, 100)
  },
}
display(growing)
await new Promise((done) => setTimeout(done, 6000))`

const chart = `({
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  width: 300,
  height: 200,
  data: { values: [{ x: 1, y: 2 }] },
  mark: { type: "bar", width: { band: 1 }, tooltip: true },
  encoding: { x: { field: "x", type: "ordinal" }, y: { field: "y", type: "quantitative" } },
})`

before(async () => {
  mkdirSync(inProject("out"), { recursive: true })
  writeNotebook(join(folder, name), [
    "const kept = 41\nkept",
    "while (true) {}",
    "kept + 1",
    growing,
    "rast",
    "markdown('x')",
    chart,
  ])
  server = await startJupyter(folder, {})
  browser = await startBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 1200 } })
  page.setDefaultTimeout(60_000)
  await page.goto(server.address(name))
  await page.waitForSelector(".jp-NotebookPanel .jp-CodeCell")
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
})

after(async () => {
  await page?.screenshot({ path: inProject("out", "kernel-in-jupyterlab.png") })
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const cell = (index: number): Locator => page.locator(".jp-CodeCell").nth(index)
const output = (index: number): Locator => cell(index).locator(".jp-OutputArea-output")
const prompt = (index: number): Locator => cell(index).locator(".jp-InputPrompt")

async function run(index: number): Promise<void> {
  await cell(index).locator(".cm-content").click()
  await page.keyboard.press("Control+Enter")
}

async function command(menu: string, item: string): Promise<void> {
  await page.click(`.lm-MenuBar-itemLabel:text-is("${menu}")`)
  await page.click(`.lm-Menu-itemLabel:text-is("${item}")`)
}

test("a cell's value appears under it, and TypeScript is highlighted", { timeout: 120_000 }, async () => {
  await run(0)
  await output(0).getByText("41").waitFor()
  const colours = await cell(0)
    .locator(".cm-content span")
    .evaluateAll((spans) => {
      return spans.map((span) => [
        span.textContent,
        (globalThis as never as { getComputedStyle(e: unknown): { color: string } }).getComputedStyle(span).color,
      ])
    })
  const keyword = colours.find(([text]) => text === "const")
  assert.ok(keyword, "the word const has a style of its own")
})

test("the interrupt button ends a loop, and variables are kept", { timeout: 120_000 }, async () => {
  await run(1)
  await page.waitForSelector("text=/\\(spiketime\\) \\| Busy/")
  await page.locator('[data-jp-item-name="interrupt"]').first().click()
  await output(1).getByText("KeyboardInterrupt").first().waitFor()
  await run(2)
  await output(2).getByText("42").waitFor()
})

test("a value that changes is seen to change at least once a second while its cell runs", {
  timeout: 120_000,
}, async () => {
  await run(3)
  await output(3).locator(".grown").waitFor()
  const seen: string[] = []
  for (let second = 0; second < 4; second++) {
    seen.push((await output(3).locator(".grown").textContent()) ?? "")
    await page.waitForTimeout(1000)
  }
  assert.equal(new Set(seen).size, seen.length, `seen: ${seen}`)
  assert.match((await prompt(3).textContent()) ?? "", /\*/)
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
})

test("Tab completes names of the library", { timeout: 120_000 }, async () => {
  await cell(4).locator(".cm-content").click()
  await page.keyboard.press("End")
  await page.keyboard.press("Tab")
  await page.locator(".jp-Completer-item", { hasText: "raster" }).first().click()
  await page.waitForFunction(
    "[...document.querySelectorAll('.jp-CodeCell .cm-content')][4].textContent.includes('raster')",
  )
})

test("Shift-Tab shows what is written about a name", { timeout: 120_000 }, async () => {
  await cell(5).locator(".cm-content").click()
  await page.keyboard.press("Home")
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowRight")
  await page.keyboard.press("Shift+Tab")
  await page.locator(".jp-Tooltip", { hasText: "Shows Markdown" }).waitFor()
  await page.keyboard.press("Escape")
})

test("a chart is drawn and answers the pointer", { timeout: 120_000 }, async () => {
  await run(6)
  const drawing = cell(6).locator("canvas, svg.marks").first()
  await drawing.hover({ position: { x: 180, y: 120 } })
  await page.locator("#vg-tooltip-element.visible").waitFor()
  assert.match((await page.locator("#vg-tooltip-element").textContent()) ?? "", /y.*2/)
})

test("a saved notebook opens again with its outputs", { timeout: 120_000 }, async () => {
  await command("File", "Save Notebook")
  await page.waitForFunction("!document.querySelector('.lm-TabBar-tab.jp-mod-dirty')")
  for (let tries = 0; tries < 50 && !readFileSync(join(folder, name), "utf8").includes('"42"'); tries++) {
    await page.waitForTimeout(200)
  }
  const saved = JSON.parse(readFileSync(join(folder, name), "utf8"))
  assert.equal(saved.metadata.kernelspec.name, "spiketime")
  assert.equal(saved.metadata.language_info.name, "typescript")
  await page.reload()
  await page.waitForSelector(".jp-NotebookPanel .jp-CodeCell")
  await output(2).getByText("42").waitFor()
})

test("after a restart variables are gone and cells run", { timeout: 120_000 }, async () => {
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
  await command("Kernel", "Restart Kernel…")
  await page.locator(".jp-Dialog .jp-mod-warn, .jp-Dialog .jp-mod-accept").first().click()
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
  await run(2)
  await output(2).getByText("Cannot find name 'kept'").first().waitFor()
  await run(0)
  await output(0).getByText("41").waitFor()
})
