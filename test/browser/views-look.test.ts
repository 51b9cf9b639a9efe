import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { Browser } from "playwright-core"
import {
  axonal,
  cubaLif,
  dense,
  initialise,
  isi,
  jitter,
  network,
  neuronView,
  parameterView,
  perturbationBench,
  rasterView,
  readout,
} from "../../src/index.js"
import { bareView } from "./bare-view.js"
import { startBrowser } from "./lab-page.js"

let browser: Browser
before(async () => {
  browser = await startBrowser()
})
after(() => browser?.close())

const data = isi({ seed: 1 }).take(4)
const net = initialise(network(data, [dense(8, cubaLif(), axonal({ max: 400 })), readout(cubaLif())]), data, {
  seed: 1,
})
const views = {
  raster: () =>
    rasterView({ a: data.sample(0), b: jitter(data.take(1), { sigma: 20, seed: 1 }).sample(0) }, { columns: 2 }),
  bench: () => perturbationBench(data, { network: net }),
  neuron: () => neuronView(net, data.sample(0)),
  parameters: () => parameterView(net),
}

/** Whether a canvas holds opaque pixels that are nearly white, or nearly black: its letters. */
const hasInk = (light: boolean) =>
  `[...document.querySelectorAll("canvas")].every((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
    for (let k = 0; k < data.length; k += 4)
      if (data[k + 3] > 150 && [0, 1, 2].every((c) => ${light ? "data[k + c] > 190" : "data[k + c] < 90"})) return true
    return false
  })`
const painted = `[...document.querySelectorAll("canvas")].every((canvas) => canvas.clientWidth === 0 || Number(canvas.dataset.frames) > 0)`

for (const [name, make] of Object.entries(views)) {
  test(`the ${name} view writes dark on a light page and light on a dark one, and follows a change of theme`, async () => {
    const page = await bareView(browser, make())
    await page.waitForFunction(painted)
    await page.waitForFunction(hasInk(false))
    await page.evaluate(
      `document.body.style.cssText = "background: #111; color: #eee"; document.body.dataset.jpThemeLight = "false"`,
    )
    await page.waitForFunction(hasInk(true))
    await page.close()
  })

  test(`the ${name} view is as sharp as the screen, fills its cell, and says in words what it shows`, async () => {
    const page = await bareView(browser, make(), { density: 2 })
    await page.waitForFunction(painted)
    const width = `document.querySelector("canvas").width`
    assert.equal(await page.evaluate(`${width} / document.querySelector("canvas").clientWidth`), 2)
    await page.setViewportSize({ width: 600, height: 800 })
    await page.waitForFunction(`${width} < 1200`)
    const labels = await page.locator("canvas").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))
    for (const label of labels) assert.ok(label && label.length > 10, String(label))
    assert.equal(await page.locator("canvas:not([role=img]), canvas:not([tabindex])").count(), 0)
    assert.equal(await page.locator("button:not([title])").count(), 0)
    await page.close()
  })
}

test("in a narrow cell weights and delays stand one below the other, and bars are told in words", async () => {
  const heightOf = `document.querySelector("canvas").clientHeight`
  const parameters = await bareView(browser, views.parameters())
  await parameters.waitForFunction(painted)
  const wide = Number(await parameters.evaluate(heightOf))
  await parameters.setViewportSize({ width: 420, height: 900 })
  await parameters.waitForFunction(`${heightOf} > 1.5 * ${wide}`)
  await parameters.close()
  const bench = await bareView(browser, views.bench(), { width: 160 })
  await bench.waitForFunction(painted)
  const label = await bench.locator("canvas").nth(1).getAttribute("aria-label")
  assert.match(String(label), /^output spikes by class, before and after: above \d+, \d+; below \d+, \d+$/)
  await bench.close()
})

test("a raster is looked around in by keys alone, and tells its cursor", async () => {
  const view = rasterView(data.sample(0))
  const page = await bareView(browser, view)
  await page.waitForFunction(painted)
  await page.keyboard.press("Tab")
  while ((await page.evaluate("document.activeElement.tagName")) !== "CANVAS") await page.keyboard.press("Tab")
  await page.keyboard.press("+")
  await page.keyboard.press("End")
  const { steps } = view.state
  await page.waitForFunction(`Number(document.querySelector("canvas").dataset.to) === ${steps}`)
  assert.equal(await page.evaluate(`Number(document.querySelector("canvas").dataset.from)`), steps / 2)
  await page.keyboard.press("Enter")
  for (let k = 0; k < 100 && view.get("cursor") < 0; k++) await page.waitForTimeout(20)
  assert.equal(view.get("cursor"), 0.75 * steps * view.get("dt"))
  await page.close()
})

test("the play head runs through the sample, and a second press holds it", async () => {
  const view = rasterView(data.sample(0))
  const page = await bareView(browser, view)
  await page.waitForFunction(painted)
  const button = page.locator("button:has-text('replay')")
  await button.click()
  await page.waitForSelector("button:has-text('hold')")
  await page.waitForFunction(`Number(document.querySelector("canvas").dataset.frames) > 20`)
  await page.locator("button:has-text('hold')").click()
  for (let k = 0; k < 100 && view.get("cursor") <= 0; k++) await page.waitForTimeout(20)
  assert.ok(view.get("cursor") > 0)
  await page.close()
})
