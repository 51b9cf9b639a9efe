import assert from "node:assert/strict"
import { afterEach, test } from "node:test"
import {
  currentKernel,
  display,
  displaySymbol,
  html,
  image,
  interruptSignal,
  isDisplayable,
  isLive,
  type Kernel,
  liveSymbol,
  markdown,
  setCurrentKernel,
  svg,
} from "../../src/display/index.js"

afterEach(() => setCurrentKernel(undefined))

test("the symbols are the ones that other kernels and libraries use", () => {
  assert.equal(displaySymbol, Symbol.for("Jupyter.display"))
  assert.equal(liveSymbol, Symbol.for("spiketime.live"))
})

test("html, markdown and svg show themselves with text beside", async () => {
  assert.deepEqual(await html("<b>two</b><style>b {}</style> words")[displaySymbol](), {
    "text/html": "<b>two</b><style>b {}</style> words",
    "text/plain": "two words",
  })
  assert.deepEqual(await markdown("*x*")[displaySymbol](), { "text/markdown": "*x*", "text/plain": "*x*" })
  assert.deepEqual(await svg("<svg/>", "a drawing")[displaySymbol](), {
    "image/svg+xml": "<svg/>",
    "text/plain": "a drawing",
  })
})

test("image tells the kind of a picture by its bytes", async () => {
  assert.ok("image/jpeg" in (await image(new Uint8Array([0xff, 0xd8, 0xff, 0]))[displaySymbol]()))
})

test("image refuses bytes of no picture and says what it takes", () => {
  assert.throws(() => image(new Uint8Array([1, 2])), /2 bytes are no PNG, JPEG or GIF/)
})

test("values that cannot be looked at are neither displayable nor live", () => {
  const hostile = new Proxy({}, { get: () => assert.fail("looked at") })
  assert.equal(isDisplayable(hostile), false)
  assert.equal(isLive(null), false)
})

test("outside a notebook display prints the text, and interrupt never comes", (context) => {
  const print = context.mock.method(console, "log", () => {})
  const handle = display(5)
  handle.update(6)
  assert.deepEqual(
    print.mock.calls.map((call) => call.arguments),
    [[5]],
  )
  assert.equal(interruptSignal().aborted, false)
  assert.equal(currentKernel(), undefined)
})

test("in a notebook display shows and updates under one id", () => {
  const shown: unknown[] = []
  setCurrentKernel({ display: (value, options) => shown.push([value, options]) } as Partial<Kernel> as Kernel)
  display("one", { id: "x" }).update("two")
  assert.deepEqual(shown, [
    ["one", { id: "x", update: false }],
    ["two", { id: "x", update: true }],
  ])
})
