import type { Browser, Page } from "playwright-core"
import { type Comm, type CommOptions, displaySymbol, type Kernel, setCurrentKernel } from "../../src/display/index.js"

export interface BareOptions {
  dark?: boolean
  /** Pixels of the screen for each of the page. */
  density?: number
  width?: number
  height?: number
}

interface Shown {
  [displaySymbol](): unknown
}

/**
 * A live view in a page of its own, with a channel to it but without Jupyter: quick, in any theme, width and density. What the page
 * has of anywidget is the shape of its model.
 */
export async function bareView(browser: Browser, view: Shown, options: BareOptions = {}): Promise<Page> {
  const { dark = false, density = 1, width = 900, height = 800 } = options
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: density })
  const page = await context.newPage()
  page.on("pageerror", (error) => console.error(error))
  const hearers: ((message: { data: { [key: string]: unknown }; buffers: Uint8Array[] }) => void)[] = []
  await page.exposeFunction("toKernel", (data: { [key: string]: unknown }) => {
    for (const hear of hearers) hear({ data, buffers: [] })
  })
  await page.setContent(`<body data-jp-theme-light="${!dark}"><div id="cell"></div></body>`)
  await page.addStyleTag({
    content: `body { margin: 12px; font-family: system-ui, sans-serif; ${dark ? "background: #111; color: rgba(255,255,255,0.87); color-scheme: dark" : "background: white; color: rgba(0,0,0,0.87)"} }`,
  })
  await page.addScriptTag({ content: pageSide })
  const tell = (data: { [key: string]: unknown }, buffers: readonly Uint8Array[] = []) =>
    page.evaluate(
      `heard(${JSON.stringify(data)}, ${JSON.stringify(buffers.map((b) => Buffer.from(b).toString("base64")))})`,
    )
  let queue: Promise<unknown> = Promise.resolve()
  const open = (target: string, { id = "comm", data = {}, buffers = [] }: CommOptions): Comm => {
    queue = queue.then(() => tell({ method: "open", ...data }, buffers))
    return {
      id,
      target,
      send: (message, sent = {}) => {
        queue = queue.then(() => tell(message, sent.buffers)).catch(() => {})
      },
      close: () => {},
      onMessage: (hear) => void hearers.push(hear),
      onClose: () => {},
    }
  }
  setCurrentKernel({ openComm: open, onComm: () => () => {} } as unknown as Kernel)
  try {
    await view[displaySymbol]()
  } finally {
    setCurrentKernel(undefined)
  }
  await queue
  return page
}

const pageSide = `
const handlers = {}
const attributes = {}
const unsaved = new Set()
const emit = (name, ...values) => { for (const handler of [...(handlers[name] ?? [])]) handler(...values) }
const model = {
  get: (name) => attributes[name],
  set(name, value) {
    if (Object.is(attributes[name], value)) return
    attributes[name] = value
    unsaved.add(name)
    emit("change:" + name, model, value)
    emit("change", model)
  },
  save_changes() {
    const state = Object.fromEntries([...unsaved].map((name) => [name, attributes[name]]))
    unsaved.clear()
    if (Object.keys(state).length > 0) toKernel({ method: "update", state })
  },
  on(name, handler) { (handlers[name] ??= []).push(handler) },
  off(name, handler) { handlers[name] = handler ? (handlers[name] ?? []).filter((one) => one !== handler) : [] },
  send(content) { toKernel({ method: "custom", content }) },
}
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer)
function join(state, paths, buffers) {
  paths.forEach((path, k) => {
    let holder = state
    for (const step of path.slice(0, -1)) holder = holder[step]
    holder[path.at(-1)] = bytes(buffers[k])
  })
  return state
}
async function heard(message, buffers) {
  // For other pages.
  if (message.method === "echo_update") return
  if (message.method === "custom") return emit("msg:custom", message.content, [])
  const state = join(message.state, message.buffer_paths ?? [], buffers)
  for (const [name, value] of Object.entries(state)) attributes[name] = value
  if (message.method === "open") {
    const style = document.createElement("style")
    style.textContent = state._css
    document.head.append(style)
    const url = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }))
    window.view = (await import(url)).default
    await mount()
    return
  }
  for (const [name, value] of Object.entries(state)) emit("change:" + name, model, value)
  emit("change", model)
}
window.mount = async () => {
  const el = document.createElement("div")
  document.querySelector("#cell").append(el)
  await view.initialize?.({ model })
  await view.render({ model, el, signal: new AbortController().signal })
}
`
