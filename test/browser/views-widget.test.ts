import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { Page } from "playwright-core"
import { inProject } from "./project.js"
import { type Lab, menu, startLab, typeInto } from "./views-page.js"

let lab: Lab
let page: Page

const cells = [
  `const counter = widget({
  state: { clicks: 0, doubled: 0 },
  render({ model, el }) {
    const button = document.createElement("button")
    button.className = "my-counter"
    const draw = () => { for (const part of [1]) button.textContent = model.get("clicks") + " clicks, doubled " + model.get("doubled") }
    button.onclick = () => { model.set("clicks", model.get("clicks") + 1); model.save_changes() }
    model.on("change", draw)
    draw()
    el.append(button)
  },
  css: ".my-counter { color: rgb(1, 2, 3) }",
})
counter.on("change:clicks", (clicks) => counter.set("doubled", 2 * clicks))
counter`,
  "counter",
  "widget({ state: { a: 1 }, render() { throw new Error('this drawing went wrong') } })",
  "widget({ state: { a: 1 }, esm: 'export default { render( {' })",
  `interact({ level: slider(0, 100), kind: choice(["one", "two"]), on: toggle(true), again: button("again"), seed: 1, word: "hm" },
  (values) => markdown("values " + JSON.stringify(values)))`,
  `interact({ drag: slider(0, 200) }, async ({ drag }) => {
  await new Promise((resolve) => setTimeout(resolve, 60))
  return markdown("drag " + drag)
})`,
  "interact({ level: slider(0, 1) }, ({ level }) => { if (level > 0.5) throw new RangeError('too far'); return markdown('level ' + level) })",
]

before(async () => {
  lab = await startLab()
  page = await lab.open("widgets.ipynb", cells)
})
after(async () => {
  await page?.screenshot({ path: inProject("out", "views-widget.png") }).catch(() => {})
  await lab?.stop()
})

const sees = (text: string) => page.waitForSelector(`text=${text}`, { timeout: 30_000 })

test("a widget of a user's own appears, hears the kernel's answer, and its two views agree", async () => {
  const buttons = page.locator("button.my-counter")
  await buttons.nth(1).waitFor()
  await buttons.first().click()
  await page.waitForFunction(
    "[...document.querySelectorAll('.my-counter')].every((b) => b.textContent === '1 clicks, doubled 2')",
  )
  await buttons.nth(1).click()
  await page.waitForFunction(
    "[...document.querySelectorAll('.my-counter')].every((b) => b.textContent === '2 clicks, doubled 4')",
  )
  assert.equal(await page.evaluate("getComputedStyle(document.querySelector('.my-counter')).color"), "rgb(1, 2, 3)")
})

test("a render that throws, and a module that is none, show their error in the cell", async () => {
  await sees("Error: this drawing went wrong")
  await sees("This view failed in the page")
  const texts = await page.locator(".spiketime-error").allInnerTexts()
  assert.equal(texts.length, 2)
  assert.match(texts[1], /SyntaxError/)
})

test("interact shows what the function gives, and follows each of its controls", async () => {
  await sees('values {"level":0,"kind":"one","on":true,"again":0,"seed":1,"word":"hm"}')
  await typeInto(page, "level", 40)
  await sees('values {"level":40,"kind":"one"')
  await page.getByLabel("kind", { exact: true }).selectOption("two")
  await page.getByLabel("on", { exact: true }).uncheck()
  await page.getByRole("button", { name: "again" }).click()
  await page.getByLabel("seed", { exact: true }).fill("7")
  await page.getByLabel("seed", { exact: true }).press("Enter")
  await page.getByLabel("word", { exact: true }).fill("so")
  await sees('values {"level":40,"kind":"two","on":false,"again":1,"seed":7,"word":"so"}')
})

test("controls are those of ipywidgets, and screen readers know their names", async () => {
  for (const kind of ["slider", "dropdown", "checkbox", "button", "text"])
    assert.ok((await page.locator(`.widget-vbox .widget-${kind}`).count()) > 0, kind)
  const handle = page.getByRole("slider", { name: "level" }).first()
  await handle.focus()
  await page.keyboard.press("ArrowRight")
  await sees('values {"level":41,')
  assert.equal(await handle.getAttribute("aria-valuetext"), "41")
  assert.equal(await page.locator("[title=null]").count(), 0)
})

test("500 fast moves end at the last one, and the kernel answers", async () => {
  await page.evaluate(`(() => {
    const { noUiSlider } = document.querySelector(".widget-slider .noUi-target")
    for (let k = 0; k <= 500; k++) noUiSlider.set(k < 500 ? k % 100 : 77)
  })()`)
  await sees('values {"level":77,')
})

test("a handle that is dragged is never pulled back by the kernel's older values, nor taken away while it is held still", async () => {
  const handle = page.getByRole("slider", { name: "drag" })
  await handle.scrollIntoViewIfNeeded()
  const { x, y } = (await handle.boundingBox())!
  await page.evaluate(`(() => {
    window.places = []
    const handle = document.querySelector('[role=slider][aria-label="drag"]')
    const note = () => window.places.push(Number(handle.getAttribute("aria-valuenow")))
    new MutationObserver(note).observe(handle, { attributes: true, attributeFilter: ["aria-valuenow"] })
  })()`)
  await page.mouse.move(x + 8, y + 8)
  await page.mouse.down()
  for (let k = 1; k <= 50; k++) {
    await page.mouse.move(x + 8 + 2 * k, y + 8)
    await page.waitForTimeout(10)
  }
  // Beside the controls, longer than a view must be left alone to be built anew.
  await page.mouse.move(x + 108, y + 200)
  await page.waitForTimeout(2500)
  await page.mouse.move(x + 148, y + 200)
  await page.mouse.up()
  const places = (await page.evaluate("window.places")) as number[]
  assert.ok(places.length > 20)
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  )
  await sees(`drag ${places.at(-1)}`)
})

test("what an interaction throws stands below its controls, and goes when it works again", async () => {
  await typeInto(page, "level", 0.9, 1)
  await sees("RangeError: too far")
  await typeInto(page, "level", 0.25, 1)
  await sees("level 0.25")
  assert.equal(await page.locator("text=RangeError: too far").count(), 0)
})

test("views survive a reload of the page", async () => {
  await menu(page, "File", "Save Notebook")
  await page.waitForFunction("!document.querySelector('.jp-mod-dirty')")
  await page.reload()
  const first = page.locator("button.my-counter").first()
  await first.waitFor({ timeout: 60_000 })
  assert.equal(await first.textContent(), "2 clicks, doubled 4")
  await first.click()
  await sees("3 clicks, doubled 6")
})

test("a second window on the same kernel follows what is moved in the first, and answers itself", async () => {
  const other = await lab.browser.newPage()
  await other.goto(lab.server.address("widgets.ipynb"))
  const readout = (window: Page) => window.locator('.widget-readout[aria-label="drag"]')
  await readout(other).waitFor()
  await typeInto(page, "drag", 33)
  await other.waitForFunction(`document.querySelector('.widget-readout[aria-label="drag"]').textContent === "33"`)
  await typeInto(other, "drag", 44)
  await page.waitForFunction(`document.querySelector('.widget-readout[aria-label="drag"]').textContent === "44"`)
  await other.close()
})

test("after a restart of the kernel a view says that it no longer answers", async () => {
  await menu(page, "Kernel", "Restart Kernel…")
  await page.click('.jp-Dialog button:has-text("Restart")')
  await sees("The kernel that this view talked with is gone")
  await page.waitForSelector("text=/\\(spiketime\\) \\| Idle/")
  await menu(page, "Run", "Run All Cells")
  await sees("0 clicks, doubled 0")
})
