import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { Browser, Page } from "playwright-core"
import { axonal, cubaLif, dense, initialise, isi, network, neuronView, readout } from "../../src/index.js"
import { bareView } from "./bare-view.js"
import { startBrowser } from "./lab-page.js"
import { inProject } from "./project.js"

let browser: Browser
let page: Page

const data = isi({ seed: 1 }).take(4)
const delay = axonal({ max: 400, start: [0, 200] })
const net = initialise(network(data, [dense(8, cubaLif(), delay), dense(6, cubaLif()), readout(cubaLif())]), data, {
  seed: 1,
})
const view = neuronView(net, data.sample(0))

before(async () => {
  browser = await startBrowser()
  page = await bareView(browser, view)
})
after(async () => {
  await page?.screenshot({ path: inProject("out", "views-neuron.png") }).catch(() => {})
  await browser?.close()
})

const canvas = (k: number) => page.locator("canvas").nth(k)
const settled = (code: string) => page.waitForFunction(code, undefined, { timeout: 10_000 })
const eventually = async (holds: () => boolean) => {
  for (let k = 0; k < 100 && !holds(); k++) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.ok(holds(), holds.toString())
}

test("the view draws rasters, traces and delays, and says in words what they show", async () => {
  await settled(`[...document.querySelectorAll("canvas")].every((canvas) => Number(canvas.dataset.frames) > 0)`)
  assert.match(String(await canvas(0).getAttribute("aria-label")), /^rasters of input, \d+ spikes; hidden1, \d+ spikes/)
  assert.match(String(await canvas(1).getAttribute("aria-label")), /^membrane and current of neuron \d+ of hidden2; /)
  assert.match(String(await canvas(2).getAttribute("aria-label")), /^delays of hidden1 to hidden2; axon 0: \d/)
})

test("a click on a raster chooses the neuron and sets the cursor that the kernel hears of", async () => {
  const box = (await canvas(0).boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height - 60)
  await eventually(() => view.get("chosen").population === "output" && view.get("cursor") > 0)
})

test("arrow keys go from neuron to neuron", async () => {
  await page.selectOption("select[title=Population]", "hidden1")
  await eventually(() => view.get("chosen").population === "hidden1" && view.get("chosen").neuron === 0)
  await canvas(0).focus()
  await page.keyboard.press("ArrowUp")
  await eventually(() => view.get("chosen").neuron === 1)
})

test("a delay follows the pointer, and the network is run again while it is dragged", async () => {
  const spiking = view.get("panels")[0].count
  const unit = view.get("units")[spiking]
  const box = (await canvas(2).boundingBox())!
  const x = box.x + 56 + ((unit + 0.5) / 8) * (box.width - 80)
  const { units } = view.state
  await page.mouse.move(x, box.y + 90)
  await page.mouse.down()
  await page.mouse.move(x, box.y + 60)
  await page.mouse.move(x, box.y + 20, { steps: 5 })
  await page.mouse.up()
  await eventually(() => view.get("delays")[unit] > 380)
  assert.equal(view.get("dragged").axon, unit)
  assert.notEqual(view.get("units"), units)
  await settled(`/\\(was \\d/.test(document.querySelector("output").textContent)`)
})

test("the slider and the arrow keys move a delay too, and all go back", async () => {
  const { axon } = view.get("chosen")
  await canvas(2).focus()
  const now = view.get("delays")[axon]
  await page.keyboard.press("ArrowDown")
  await eventually(() => view.get("delays")[axon] < now)
  await page.locator("[data-control=delay]").fill("100")
  await eventually(() => Math.abs(view.get("delays")[axon] - 100) < 0.01)
  await page.click("button:text('as it was')")
  await eventually(() => view.get("delays")[axon] === view.get("startDelays")[axon])
})
