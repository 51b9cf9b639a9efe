import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { Browser, Page } from "playwright-core"
import { axonal, cubaLif, dense, fit, isi, network, parameterView, readout, trainingMonitor } from "../../src/index.js"
import { bareView } from "./bare-view.js"
import { startBrowser } from "./lab-page.js"
import { inProject } from "./project.js"

let browser: Browser
const pages: Page[] = []

const data = isi({ seed: 1 }).take(40)
const net = network(data, [dense(12, cubaLif(), axonal({ max: 300 })), readout(cubaLif())])
const train = (seed: number) => fit(net, data, { seed, epochs: 3000, threads: 1, quiet: true })
const runs = { first: train(1), second: train(2) }

before(async () => {
  browser = await startBrowser()
})
after(async () => {
  for (const [k, page] of pages.entries())
    await page.screenshot({ path: inProject("out", `views-training-${k}.png`) }).catch(() => {})
  await browser?.close()
  await Promise.all(Object.values(runs).map((run) => run.stop()))
})

test("several trainings in one monitor: each has its own pause and stop", async () => {
  const page = await bareView(browser, trainingMonitor(runs))
  pages.push(page)
  const row = (name: string) => page.locator(`[data-run=${name}]`)
  const state = (name: string, wanted: string) =>
    page.waitForFunction(`document.querySelector("[data-run=${name}]").dataset.state === "${wanted}"`)
  await page.waitForFunction(`document.querySelectorAll("[data-run]").length === 2`)
  await row("first").locator("button:has-text('Pause')").click()
  await state("first", "paused")
  await state("second", "running")
  const held = runs.first.history.length
  await row("second").locator("button:has-text('Stop')").click()
  await state("second", "stopped")
  assert.ok(runs.first.history.length <= held + 1)
  await row("first").locator("button:has-text('Go on')").click()
  await state("first", "running")
  assert.ok(await row("second").locator("button:has-text('Stop')").isDisabled())
  const curves = (await page.locator("canvas").boundingBox())!
  const said = () => page.locator(".spiketime-status").innerText()
  // The pointer stands at one of the first epochs, which the first training reaches soon.
  for (let k = 0; k < 200 && (await said()) === ""; k++) {
    await page.mouse.move(curves.x + 46, curves.y + 80 + (k % 20))
    await page.waitForTimeout(50)
  }
  assert.match(await said(), /^(first|second): epoch \d+ · loss [\d.]+ · accuracy \d+ % · rates [\d., ]+/)
  const tall = () =>
    page.locator("canvas").evaluate((canvas) => (canvas as unknown as { clientHeight: number }).clientHeight)
  const sideBySide = await tall()
  await page.setViewportSize({ width: 420, height: 900 })
  await page.waitForFunction(`document.querySelector("canvas").clientHeight === ${3 * sideBySide}`)
  const label = await page.locator("canvas").getAttribute("aria-label")
  assert.match(String(label), /first .*epoch \d+ of 3000.* — second stopped/)
})

test("weights and delays are drawn as they move, and a slider goes back to an earlier epoch", async () => {
  const page = await bareView(browser, parameterView(runs.first), { dark: true })
  pages.push(page)
  const epoch = `Number(document.querySelector("canvas").dataset.epoch)`
  await page.waitForFunction(`${epoch} > 0 && Number(document.querySelector("canvas").dataset.frames) > 1`)
  const first = Number(await page.evaluate(epoch))
  await page.waitForFunction(`${epoch} > ${first}`)
  await page.locator("[data-control=epoch]").fill("0")
  await page.waitForFunction(`document.querySelector("canvas").dataset.epoch !== undefined && ${epoch} < ${first + 1}`)
  const box = (await page.locator("canvas").boundingBox())!
  await page.mouse.move(box.x + box.width * 0.85, box.y + 150 + 70)
  const told = () => page.locator(".spiketime-status").innerText()
  assert.match(await told(), /^unit \d+ · [\d.]+ ms \(at first [\d.]+\)/)
  await page.mouse.move(box.x + 120, box.y + 70)
  assert.match(await told(), /^weights input → hidden/)
})
