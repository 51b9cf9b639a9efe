import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { promisify } from "node:util"
import type { Page } from "playwright-core"
import { inProject, venvProgram } from "./project.js"
import { type Lab, menu, readNotebook, startLab, typeInto } from "./views-page.js"

let lab: Lab
let page: Page

const cells = [
  `const data = isi({ seed: 1 })
const one = fromSamples([{ times: [10, 20, 20, 90], units: [0, 1, 3, 2] }], { labels: Uint16Array.of(0), classNames: ["seven"], unitCount: 4, steps: 100, dt: 2 })
const view = rasterView({ before: one.sample(0), after: jitter(one, { sigmaSteps: 5, seed: 1 }).sample(0) }, { compare: true })
view.on("change:cursor", (ms) => console.log("cursor at " + ms))
view`,
  "interact({ sigma: slider(0, 20) }, ({ sigma }) => rasterView(jitter(data.take(1), { sigma, seed: 1 })))",
  `const net = initialise(network(data, [dense(10, cubaLif()), readout(cubaLif())]), data.take(20), { seed: 1 })
perturbationBench(data, { network: net })`,
  `const run = fit(network(data, [dense(30, cubaLif()), readout(cubaLif())]), data, { seed: 1, epochs: 2000, threads: 1, quiet: true })
trainingMonitor(run)`,
  `const layers = rasterView(layerSpikes(net, data.sample(0)))
layers`,
  "layers",
  "neuronView(net, data.sample(0), { raster: layers })",
]

before(async () => {
  lab = await startLab()
  page = await lab.open("spikes.ipynb", cells)
})
after(async () => {
  await page?.screenshot({ path: inProject("out", "views-spikes.png") }).catch(() => {})
  await lab?.stop()
})

const canvas = (k: number) => page.locator(".spiketime-view canvas").nth(k)
const inCanvas = (k: number, code: string) =>
  page.evaluate(
    `(() => { const canvas = document.querySelectorAll(".spiketime-view canvas")[${k}]; return ${code} })()`,
  )
const until = (k: number, code: string) =>
  page.waitForFunction(
    `(() => { const canvas = document.querySelectorAll(".spiketime-view canvas")[${k}]; return ${code} })()`,
    undefined,
    { timeout: 30_000 },
  )
/** Whether a canvas holds pixels of data. */
const drawn = `(() => { const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height); for (let k = 0; k < data.length; k += 4) if (data[k + 3] > 0 && Math.abs(data[k + 2] - data[k]) > 60) return true; return false })()`

test("a training shows its course while it trains; its buttons hold it, let it go on and stop it", {
  timeout: 120_000,
}, async () => {
  const row = page.locator('[data-run="training"]')
  await row.waitFor()
  await page.waitForFunction(`/epoch [2-9]/.test(document.querySelector("[data-run] .spiketime-run-line").textContent)`)
  await row.locator('button:has-text("Pause")').click()
  await page.waitForFunction(`document.querySelector("[data-run]").dataset.state === "paused"`)
  await row.locator('button:has-text("Go on")').click()
  await page.waitForFunction(`document.querySelector("[data-run]").dataset.state === "running"`)
  await row.locator('button:has-text("Stop")').click()
  await page.waitForFunction(`document.querySelector("[data-run]")?.dataset.state === "stopped"`)
  await until(4, drawn)
})

test("a raster appears with its axes, and the pointer names a spike", async () => {
  await until(0, drawn)
  const label = await canvas(0).getAttribute("aria-label")
  assert.equal(label, "raster of before, after: 8 spikes in 200 ms")
  const found = `document.querySelector(".spiketime-view .spiketime-status").textContent`
  await canvas(0).scrollIntoViewIfNeeded()
  const box = (await canvas(0).boundingBox())!
  // The pointer looks for a spike along the line of unit 1, as a person would.
  for (let x = 52; x < box.width - 12; x += 4) {
    await page.mouse.move(box.x + x, box.y + 18 + (2.5 / 4) * ((box.height - 72) / 2))
    if (/unit 1/.test(String(await page.evaluate(found)))) break
  }
  assert.match(String(await page.evaluate(found)), /^before · unit 1 · 40 ms · class seven/)
})

test("a raster is zoomed and panned with keys and wheel, and a click sets the cursor that the kernel hears of", async () => {
  await canvas(0).focus()
  await page.keyboard.press("+")
  await until(0, `canvas.dataset.to - canvas.dataset.from === 50`)
  await page.keyboard.press("ArrowRight")
  await until(0, `Number(canvas.dataset.from) === 30`)
  await page.keyboard.press("0")
  await until(0, `canvas.dataset.to - canvas.dataset.from === 100`)
  await canvas(0).hover({ position: { x: 200, y: 60 } })
  await page.mouse.wheel(0, -100)
  await until(0, `canvas.dataset.to - canvas.dataset.from < 100`)
  await canvas(0).click({ position: { x: 200, y: 60 } })
  await page.waitForSelector("text=/cursor at \\d+/")
})

test("a slider's moves reach the raster in place, without a new view", async () => {
  await until(1, drawn)
  await page.evaluate(`document.querySelectorAll(".spiketime-view canvas")[1].dataset.mine = "yes"`)
  await typeInto(page, "sigma", 10)
  await until(1, `canvas.dataset.generation >= 1 && canvas.dataset.mine === "yes"`)
})

test("the perturbation bench answers each of its sliders with spikes and a decision", async () => {
  const said = () => page.locator(".spiketime-decision").first().innerText()
  assert.match(await said(), /0 of them moved \(red\) · decision: \S+ → \S+/)
  await page.locator('[data-control="fraction"]').fill("1")
  await page.waitForFunction(`Number(document.querySelector(".spiketime-decision").dataset.moved) > 0`)
  await page.locator('[data-control="deletion"]').fill("1")
  await page.waitForFunction(`/spikes, then 0,/.test(document.querySelector(".spiketime-decision").textContent)`)
  await page.locator('[data-control="deletion"]').fill("0")
  await page.locator('[data-control="fraction"]').fill("0")
  await page.locator('[data-control="reverse"]').check()
  await page.waitForFunction(`Number(document.querySelector(".spiketime-decision").dataset.moved) > 0`)
  const box = (await canvas(2).boundingBox())!
  const told = page.locator(".spiketime-view:has(.spiketime-decision) .spiketime-status").first()
  for (let x = 60; x < box.width - 30 && !/original · unit/.test(await told.innerText()); x += 3)
    await canvas(2).hover({ position: { x, y: 18 + 70 } })
  assert.match(await told.innerText(), /^original · unit \d+ · [\d.]+ ms · class \w+/)
})

test("a raster fills its cell after a change of size", async () => {
  const before = Number(await inCanvas(0, "canvas.width"))
  await page.setViewportSize({ width: 900, height: 1400 })
  await until(0, `canvas.width < ${before}`)
  await page.setViewportSize({ width: 1280, height: 1400 })
  await until(0, `canvas.width === ${before}`)
})

test("two views of one raster and a neuron's view share a cursor, wherever it is set", async () => {
  const views = page.locator('.spiketime-view canvas[aria-label^="raster"]:not([aria-label^="raster of be"])')
  const shared = [views.nth(-3), views.nth(-2), views.nth(-1)]
  const cursors = () =>
    Promise.all(
      shared.map(async (view) => /cursor at ([\d.]+) ms/.exec((await view.getAttribute("aria-label")) ?? "")?.[1]),
    )
  const agree = async () => {
    for (let k = 0; k < 100; k++) {
      const [first, ...others] = await cursors()
      if (first !== undefined && others.every((other) => other === first)) return Number(first)
      await page.waitForTimeout(50)
    }
    throw new Error(`the cursors stand at ${await cursors()}`)
  }
  const set = async (k: number, x: number) => {
    await shared[k].scrollIntoViewIfNeeded()
    await shared[k].click({ position: { x, y: 60 } })
    return agree()
  }
  const places = [await set(0, 200), await set(2, 400), await set(1, 600)]
  assert.ok(places[0] < places[1] && places[1] < places[2], String(places))
})

test("a view that was changed and is left alone saves a picture of its last state", async () => {
  await page.locator('[data-control="deletion"]').fill("1")
  await page.waitForFunction(`/spikes, then 0,/.test(document.querySelector(".spiketime-decision").textContent)`)
  await page.mouse.move(5, 5)
  await page.evaluate("document.activeElement.blur()")
  const saved = () => readFileSync(join(lab.folder, "spikes.ipynb"), "utf8")
  for (let k = 0; k < 20 && !saved().includes("perturbed 0; the network decides"); k++) {
    await page.waitForTimeout(500)
    await menu(page, "File", "Save Notebook")
  }
  assert.match(saved(), /perturbed 0; the network decides/)
})

test("what is saved has a picture and a text beside each view, none above 300 kB", async () => {
  await menu(page, "File", "Save Notebook")
  await page.waitForFunction("!document.querySelector('.jp-mod-dirty')")
  const notebook = await readNotebook(join(lab.folder, "spikes.ipynb"))
  const outputs = notebook.cells.flatMap((cell) => cell.outputs)
  const views = outputs.filter(({ data }) => data?.["application/vnd.jupyter.widget-view+json"])
  assert.equal(views.length, 8)
  for (const { data } of views) {
    assert.ok(String(data!["text/plain"]).length > 5)
    assert.ok(JSON.stringify(data).length < 301_000)
  }
  const pictures = views.filter(({ data }) => data!["image/svg+xml"] !== undefined)
  // The sliders of interact are words; its result, the bench, the rasters, the neuron and the ended training are pictures.
  assert.equal(pictures.length, 7)
})

test("on a dark page the axes are light", async () => {
  await page.click('.lm-MenuBar-itemLabel:text-is("Settings")')
  await page.hover('.lm-Menu-itemLabel:text-is("Theme")')
  await page.click('.lm-Menu-itemLabel:text-is("JupyterLab Dark")')
  await page.waitForFunction(`document.body.dataset.jpThemeLight === "false"`)
  // Numbers beside the lower axis are all that stands there.
  const light = `(() => { const { data } = canvas.getContext("2d").getImageData(0, canvas.height - 30, canvas.width, 30); for (let k = 0; k < data.length; k += 4) if (data[k + 3] > 150 && data[k] > 200) return true; return false })()`
  await until(0, light)
})

test("nbconvert, which has no kernel and no widgets, makes a page with the pictures", {
  timeout: 120_000,
}, async () => {
  const args = ["nbconvert", "--to", "html", "--stdout", join(lab.folder, "spikes.ipynb")]
  const { stdout } = await promisify(execFile)(venvProgram("jupyter"), args, { maxBuffer: 1e8 })
  assert.equal(stdout.match(/<div class="jp-RenderedSVG/g)?.length, 7)
  assert.match(stdout, /<pre>sigma: 10<\/pre>/)
  assert.doesNotMatch(stdout, /widget-view/)
})

test("saved, closed and opened again with a fresh kernel, the notebook shows the saved pictures", {
  timeout: 120_000,
}, async () => {
  await menu(page, "Kernel", "Restart Kernel…")
  await page.click('.jp-Dialog button:has-text("Restart")')
  await page.waitForSelector("text=The kernel that this view talked with is gone")
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
  await page.close()
  await lab.server.endKernels()
  page = await lab.browser.newPage({ viewport: { width: 1280, height: 1400 } })
  await page.goto(lab.server.address("spikes.ipynb"))
  // JupyterLab asks a new kernel for its views once and waits 4 s: on a busy machine less than a kernel needs to start.
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
  await page.reload()
  await page.waitForFunction(`document.querySelectorAll(".spiketime-saved").length === 8`)
  const widths = `[...document.querySelectorAll(".spiketime-view img")].map((image) => image.naturalWidth)`
  await page.waitForFunction(`(${widths}).length === 7 && (${widths}).every((width) => width > 200)`)
  assert.equal(await page.locator("text=model not found").count(), 0)
})
