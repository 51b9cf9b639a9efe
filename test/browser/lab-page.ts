import { fileURLToPath } from "node:url"
import { type Browser, chromium, type Page } from "playwright-core"

/** Chromium without a window, and without the traffic of its own that a browser makes. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium"
  const args = [
    ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
  ]
  return chromium.launch({ executablePath, args, headless: true }).catch((error: Error) => {
    throw new Error(
      `${executablePath} does not start. Install Chromium (Debian: apt-get install chromium) or name it with CHROMIUM=/path. ${error.message}`,
    )
  })
}

/** What a reader saw while a notebook ran. */
export interface Seen {
  /** Every different position of a progress bar, with its words, in order. */
  readonly progress: readonly string[]
  /** Texts of error outputs. */
  readonly errors: readonly string[]
  /** Charts that JupyterLab's own Vega drew, and the share of their pixels that has the colour of data. */
  readonly charts: readonly { readonly width: number; readonly height: number; readonly blue: number }[]
  /** What stands beside the code cells: [1]: and so on. */
  readonly prompts: readonly string[]
}

/** Opens a notebook, runs all of it from the menu as a person would, and waits until no cell waits any longer. */
export async function runNotebook(page: Page, address: string, timeout: number): Promise<Seen> {
  page.setDefaultTimeout(60_000)
  await page.addInitScript({ path: fileURLToPath(new URL("in-page.js", import.meta.url)) })
  await page.goto(address)
  await page.waitForSelector(".jp-NotebookPanel .jp-CodeCell")
  await page.evaluate("seenInPage.watchProgress()")
  // Before the kernel is up, running a cell would ask which kernel to take. The status bar says when it is.
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
  await page.click('.lm-MenuBar-itemLabel:text-is("Run")')
  await page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
  await page.waitForFunction("seenInPage.allAsked()", undefined, { polling: 100 })
  await page.waitForFunction("seenInPage.allDone()", undefined, { timeout, polling: 250 })
  // A chart is drawn a little after its cell has ended.
  await page.waitForFunction("seenInPage.report().charts.every((chart) => chart.blue > 0)", undefined, { polling: 250 })
  return page.evaluate("seenInPage.report()")
}
