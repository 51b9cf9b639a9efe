// What all drawn views share: a canvas as wide as its cell and as sharp as the screen, colours of the theme, axes, bytes.

export const palette = ["#2f86e0", "#de6f10", "#0a9e78", "#d368bd", "#808080"]

/** Bytes as they came over the wire (a DataView) in their array type. */
export function numbers(view, Type) {
  if (!view) return new Type(0)
  const bytes = view.buffer ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view)
  return new Type(bytes.slice().buffer)
}

export const make = (tag, properties = {}, style = "") => {
  const element = Object.assign(document.createElement(tag), properties)
  if (style) element.style.cssText = style
  return element
}

/** A button that fits a light page and a dark one. */
export const button = (text, title, onclick) =>
  make(
    "button",
    { type: "button", textContent: text, title, onclick },
    "font: inherit; color: inherit; background: rgba(128,128,128,0.14); border: 1px solid rgba(128,128,128,0.45); border-radius: 4px; padding: 1px 9px; line-height: 1.6; cursor: pointer",
  )

/** Text colour and background as the page's theme has them, light or dark. */
export function themeOf(element) {
  const { color } = getComputedStyle(element)
  return { ink: color, faint: "rgba(128,128,128,0.25)", quiet: "#888888" }
}

/**
 * A canvas that fills the width of `el`; its height is a number of pixels, or a function of the width. `draw(context, width, height, ratio)` is called in CSS pixels, once a frame at most, when
 * something asks for it, the size changes or the theme does.
 */
export function surface(el, { height, label, draw, signal }) {
  const heightOf = typeof height === "function" ? height : () => height
  const canvas = make("canvas", { tabIndex: 0 }, "display: block; width: 100%; outline-offset: 2px")
  canvas.style.height = `${heightOf(900)}px`
  canvas.setAttribute("role", "img")
  canvas.setAttribute("aria-label", label)
  el.append(canvas)
  let asked = false
  const paint = () => {
    asked = false
    const ratio = window.devicePixelRatio || 1
    const width = canvas.clientWidth
    if (width === 0) return
    const tall = heightOf(width)
    canvas.style.height = `${tall}px`
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(tall * ratio)) {
      canvas.width = Math.round(width * ratio)
      canvas.height = Math.round(tall * ratio)
    }
    const context = canvas.getContext("2d")
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, tall)
    draw(context, width, tall, ratio)
    canvas.dataset.frames = String(Number(canvas.dataset.frames ?? 0) + 1)
  }
  const ask = () => {
    if (asked) return
    asked = true
    requestAnimationFrame(paint)
  }
  const sizes = new ResizeObserver(ask)
  sizes.observe(canvas)
  const themes = new MutationObserver(ask)
  themes.observe(document.body, { attributes: true })
  signal?.addEventListener("abort", () => {
    sizes.disconnect()
    themes.disconnect()
  })
  ask()
  return { canvas, ask }
}

/** How many panels stand side by side in a width, of at most `count`: below 230 pixels their titles and numbers run into each other. */
export const panelsAcross = (width, count) => Math.max(1, Math.min(count, Math.floor(width / 230)))

/** Round values inside a range, about `count` of them. */
export function ticks(low, high, count) {
  const rough = (high - low) / Math.max(1, count)
  if (!(rough > 0) || !Number.isFinite(rough)) return [low]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((width) => width >= rough)
  const first = Math.ceil(low / step - 1e-9)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  )
}

/** A line of text beneath a view, which screen readers say. */
export function status(el) {
  const line = make("div", {}, "font-size: 12px; min-height: 1.4em; opacity: 0.85; font-variant-numeric: tabular-nums")
  line.setAttribute("role", "status")
  line.className = "spiketime-status"
  el.append(line)
  return line
}
