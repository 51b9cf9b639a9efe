import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { type JupyterServer, startJupyter } from "./jupyter-server.js"
import { runNotebook, startBrowser } from "./lab-page.js"
import { writeNotebook } from "./write-notebook.js"

/** JupyterLab over a folder of its own, with a browser. */
export interface Lab {
  readonly folder: string
  readonly server: JupyterServer
  readonly browser: Browser
  /** Opens a notebook of these cells and runs them all. */
  open(name: string, cells: readonly string[]): Promise<Page>
  stop(): Promise<void>
}

export async function startLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "spiketime-views-"))
  const server = await startJupyter(folder, { SPIKETIME_SCALE: "smoke" })
  const browser = await startBrowser()
  return {
    folder,
    server,
    browser,
    async open(name, cells) {
      writeNotebook(join(folder, name), cells)
      const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } })
      const seen = await runNotebook(page, server.address(name), 120_000)
      if (seen.errors.length > 0) throw new Error(`the cells of ${name} failed: ${seen.errors.join("; ")}`)
      return page
    },
    async stop() {
      await browser.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a notebook's cell printed, or the like: the text of the last outputs. */
export const outputs = (page: Page): Promise<string> =>
  page
    .locator(".jp-NotebookPanel .jp-OutputArea")
    .allInnerTexts()
    .then((texts) => texts.join("\n"))

export interface SavedNotebook {
  cells: { outputs: { data?: { [mime: string]: unknown } }[] }[]
}

/** A notebook's file, once JupyterLab has written all of it. */
export async function readNotebook(path: string): Promise<SavedNotebook> {
  for (let k = 0; ; k++) {
    try {
      return JSON.parse(readFileSync(path, "utf8")) as SavedNotebook
    } catch (error) {
      if (k === 50) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Types a number beside a slider of ipywidgets; `k` counts sliders of the same name. */
export async function typeInto(page: Page, slider: string, value: number, k = 0): Promise<void> {
  const readout = page.locator(`.widget-readout[aria-label="${slider}"]`).nth(k)
  await readout.fill(String(value))
  await readout.press("Enter")
}

/** Picks an entry of a menu as a person does. */
export async function menu(page: Page, name: string, entry: string): Promise<void> {
  await page.click(`.lm-MenuBar-itemLabel:text-is("${name}")`)
  await page.click(`.lm-Menu-itemLabel:text-is("${entry}")`)
}
