import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { deviation, mean, median } from "d3-array"
import type { Page } from "playwright-core"
import { startJupyter } from "../test/browser/jupyter-server.js"
import { runNotebook, startBrowser } from "../test/browser/lab-page.js"
import { inProject } from "../test/browser/project.js"
import { writeNotebook } from "../test/browser/write-notebook.js"

// Live views in JupyterLab and headless Chromium: how soon they are there, how fast they move, what they cost.

const views = [
  `const many = 1_000_000
const steps = 20_000
const times = Uint16Array.from({ length: many }, (_, k) => Math.floor((k * steps) / many))
const stream = random(1)
const units = Uint16Array.from({ length: many }, () => stream.integer(1000))
const million = { times, units, label: 0, className: "noise", speaker: undefined, unitCount: 1000, steps, dt: 1 }
const small = fromSamples([{ times: Array.from({ length: 5000 }, (_, k) => k % 500), units: Array.from({ length: 5000 }, (_, k) => (k * 7919) % 700) }], { labels: Uint16Array.of(0), classNames: ["a"], unitCount: 700, steps: 500, dt: 1 })`,
  "interact({ sigma: slider(0, 30) }, ({ sigma }) => rasterView(jitter(small, { sigma, seed: 1 })))",
  "rasterView(million)",
  // The bytes alone: sent over a channel, and noted when the page has them.
  `const bytes = widget({ state: { spikes: new Uint8Array(0), go: 0, took: 0 }, esm: \`export default { render({ model, el }) {
    let asked
    const button = document.createElement("button")
    button.className = "bytes-bench"
    button.onclick = () => { asked = performance.now(); model.set("go", model.get("go") + 1); model.save_changes() }
    model.on("change:spikes", () => { el.dataset.took = String(performance.now() - asked); el.className += " bytes-done"; el.dataset.bytes = String(model.get("spikes").byteLength) })
    el.append(button)
  } }\` })
bytes.on("change:go", (go) => { const all = new Uint8Array(4 * many + go); all.set(new Uint8Array(times.buffer)); all.set(new Uint8Array(units.buffer), 2 * many); bytes.set("spikes", all) })
bytes`,
]

/** Trainings without a monitor and with one, in turn: CPU time of the kernel's two own threads, beside that of the whole process. */
const trainings = [
  `import { readFileSync, readlinkSync } from "node:fs"
const threads = [String(process.pid), readlinkSync("/proc/thread-self").split("/").at(-1)!]
const own = () => threads.reduce((sum, thread) => sum + Number(readFileSync("/proc/self/task/" + thread + "/schedstat", "utf8").split(" ")[0]) / 1e6, 0)
const whole = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
const speech = await spokenDigits({ variant: "norm" })
const neuron = srmAlpha({ refractoryScale: 0.5, surrogate: fastSigmoid(2) })
const net = network(speech, [dense(64, neuron, axonal({ max: 896 })), dense(64, neuron, axonal({ max: 896 })), readout(neuron)])
const costs: number[] = []
async function trainOnce(watched: boolean) {
  const run = fit(net, speech.take(1200), { seed: 1, epochs: 25, threads: 1, quiet: true })
  // Taken at once when it ends: the picture that is saved is drawn after that, and is no cost of the training.
  const atTheEnd = new Promise<number[]>((resolve) => run.watch(() => run.progress.state === "done" && resolve([own(), whole()])))
  if (watched) display(trainingMonitor(run))
  await new Promise((resolve) => setTimeout(resolve, 200))
  const [ownBefore, wholeBefore] = [own(), whole()]
  const [ownAfter, wholeAfter] = await atTheEnd
  await new Promise((resolve) => setTimeout(resolve, 1500))
  return { own: ownAfter - ownBefore, whole: wholeAfter - wholeBefore, picture: own() - ownAfter }
}
await trainOnce(true)
for (let k = 0; k < 8; k++) {
  // Which comes first changes, so that what grows in the kernel counts for both.
  const first = await trainOnce(k % 2 === 0)
  const second = await trainOnce(k % 2 === 1)
  const [watched, without] = k % 2 === 0 ? [first, second] : [second, first]
  costs.push((100 * (watched.own - without.own)) / without.whole)
}
console.log("monitor costs " + costs.map((cost) => cost.toFixed(2)).join(" ") + " end")`,
]

/** What the monitor cost (% of the training), training by training, as the last cell printed it. */
async function monitorCosts(page: Page): Promise<number[]> {
  const text = await page.locator(".jp-NotebookPanel").innerText()
  return text
    .match(/monitor costs ([-\d. ]+) end/)![1]
    .split(" ")
    .map(Number)
}

const number = (page: Page, code: string) => page.evaluate(code) as Promise<number>

/** From a cell's start to the first frame of its raster (ms), as the page saw it. */
async function opening(page: Page): Promise<number> {
  await page.evaluate(`(() => {
    const cell = document.querySelectorAll(".jp-CodeCell")[2]
    window.opened = undefined
    const started = performance.now()
    cell.querySelector(".jp-OutputArea-child")?.remove()
    const look = () => {
      const canvas = cell.querySelector(".spiketime-view canvas")
      if (canvas && Number(canvas.dataset.frames) > 0 && canvas.dataset.seen !== "old") window.opened = performance.now() - started
      else requestAnimationFrame(look)
    }
    for (const canvas of cell.querySelectorAll("canvas")) canvas.dataset.seen = "old"
    requestAnimationFrame(look)
  })()`)
  await page.locator(".jp-CodeCell").nth(2).locator(".cm-content").click()
  await page.keyboard.press("Control+Enter")
  await page.waitForFunction("window.opened !== undefined", undefined, { timeout: 60_000 })
  return number(page, "window.opened")
}

/** Frames a second while a raster of a million spikes is panned for 3 s. */
function panning(page: Page): Promise<number> {
  return number(
    page,
    `new Promise((done) => {
      const canvas = document.querySelectorAll(".jp-CodeCell")[2].querySelector("canvas")
      const key = (key) => canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
      key("+")
      const before = Number(canvas.dataset.frames)
      const begin = performance.now()
      let k = 0
      const step = (now) => {
        key(k++ % 20 < 10 ? "ArrowRight" : "ArrowLeft")
        if (now - begin < 3000) requestAnimationFrame(step)
        else done((1000 * (Number(canvas.dataset.frames) - before)) / (now - begin))
      }
      requestAnimationFrame(step)
    })`,
  )
}

/** From a slider's move to the frame with the new spikes (ms), move by move. */
async function moves(page: Page, count: number): Promise<number[]> {
  const times: number[] = []
  for (let k = 1; k <= count; k++) {
    times.push(
      await number(
        page,
        `new Promise((done) => {
          const cell = document.querySelectorAll(".jp-CodeCell")[1]
          const canvas = cell.querySelector("canvas")
          const slider = cell.querySelector(".widget-slider .noUi-target").noUiSlider
          const { generation } = canvas.dataset
          let frames
          const seen = new MutationObserver(() => {
            if (canvas.dataset.generation === generation) return
            frames ??= canvas.dataset.frames
            if (canvas.dataset.frames === frames) return
            seen.disconnect()
            done(performance.now() - begin)
          })
          seen.observe(canvas, { attributes: true })
          const begin = performance.now()
          slider.set(${1 + (k % 29)})
        })`,
      ),
    )
  }
  return times
}

async function bytes(page: Page): Promise<number> {
  await page.evaluate(`document.querySelectorAll(".bytes-done").forEach((el) => el.classList.remove("bytes-done"))`)
  await page.evaluate(`document.querySelector(".bytes-bench").click()`)
  await page.waitForSelector(".bytes-done", { state: "attached" })
  return number(page, `Number(document.querySelector("[data-took]").dataset.took)`)
}

/** A notebook that has run, in a page. */
async function opened(name: string, cells: readonly string[]): Promise<Page> {
  writeNotebook(join(folder, name), cells)
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } })
  const seen = await runNotebook(page, server.address(name), 600_000)
  if (seen.errors.length > 0) throw new Error(seen.errors.join("\n"))
  return page
}

async function measureViews() {
  const page = await opened("views.ipynb", views)
  await page.waitForFunction(`document.querySelectorAll(".spiketime-view canvas").length >= 2`)
  const figures = {
    "raster of 10^6 spikes: cell to first frame (ms)": [await opening(page), await opening(page)],
    "raster of 10^6 spikes: panned (frames a second)": [await panning(page), await panning(page)],
    "slider to raster of 5000 spikes (ms, median of 30)": median(await moves(page, 30)),
    "10^6 spikes as bytes, asked to there (ms)": [await bytes(page), await bytes(page), await bytes(page)],
  }
  await page.close()
  return figures
}

async function measureMonitor() {
  const costs = await monitorCosts(await opened("trainings.ipynb", trainings))
  return {
    "training monitor: CPU time of the kernel's own threads (% of the training)": {
      median: median(costs),
      mean: mean(costs),
      "standard error": deviation(costs)! / Math.sqrt(costs.length),
      each: costs,
    },
  }
}

const parts = { views: measureViews, monitor: measureMonitor }
const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !Object.hasOwn(parts, name))
if (unknown) throw new Error(`bench:views: there is no part "${unknown}"; give ${Object.keys(parts).join(" or ")}.`)

const folder = mkdtempSync(join(tmpdir(), "spiketime-bench-views-"))
const server = await startJupyter(folder, {})
const browser = await startBrowser()
try {
  const figures: { [name: string]: unknown } = { load: loadavg().map((load) => Number(load.toFixed(1))) }
  for (const [name, measure] of Object.entries(parts))
    if (wanted.length === 0 || wanted.includes(name)) Object.assign(figures, await measure())
  console.log(JSON.stringify(figures, undefined, 2))
  mkdirSync(inProject("out"), { recursive: true })
  writeFileSync(inProject("out", "bench-views.json"), `${JSON.stringify(figures, undefined, 2)}\n`)
} finally {
  await browser.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
