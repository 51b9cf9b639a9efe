import { button, make, status, surface } from "./canvas.js"
import { playHead } from "./play-head.js"
import {
  boxAt,
  drawCursor,
  drawPlayed,
  drawSpikes,
  nameSpike,
  readSpikes,
  ring,
  spikeAt,
  whenSpikesChange,
} from "./spike-panels.js"
import { timeWindow } from "./time-window.js"

// Rasters to look around in, with a bar of buttons above and a line of words below: see time-window.js for pan and zoom; the pointer names
// spikes, a click or Enter sets the cursor, Space replays the sample.

// Every model has this module for itself: a view of it that is built anew shows the part that the last one showed.
let lastView

/**
 * @param name what the canvas is called for screen readers, a function of the spikes
 * @param columns panels side by side, a function of the width
 * @param overlay draws over the spikes: (context, place)
 * @param redraw asks what else follows time window and cursor to be drawn
 * @param press is told of clicks: (box, y, the spike there if any)
 * @param fields further parts of the state with which spikes change, and what is done then
 */
export function rasterPanel(
  model,
  el,
  { signal, name, columns = () => 1, overlay, redraw, press, keys, fields = [], changed },
) {
  let spikes = readSpikes(model)
  let place
  let hovered
  const bar = make(
    "div",
    {},
    "display: flex; flex-wrap: wrap; gap: 6px; align-items: center; font-size: 12px; padding: 2px 0 4px",
  )
  el.append(bar)
  const { canvas, ask: askCanvas } = surface(el, { height: model.get("height"), label: "", draw, signal })
  const line = status(el)
  const ask = () => {
    askCanvas()
    redraw?.()
  }
  const steps = () => spikes.steps
  const head = playHead(model, { steps, dt: () => spikes.dt, ask, signal })
  const time = timeWindow(canvas, {
    place: () => place,
    steps,
    ask,
    start: lastView?.to <= spikes.steps ? lastView : undefined,
    hover: (x, y) => say(x === undefined ? undefined : spikeAt(spikes, time.get(), place, x, y)),
    press(x, y) {
      setCursor(place.stepAt(x))
      const box = boxAt(place, x, y)
      if (box) press(box, y, hovered?.box === box ? hovered : undefined)
    },
    keys: { " ": head.toggle, Enter: () => setCursor((time.get().from + time.get().to) / 2), ...keys },
  })
  bar.append(
    head.player,
    button("+", "Zoom in (+)", () => time.zoom(0.5)),
    button("−", "Zoom out (−)", () => time.zoom(2)),
    button("all", "Show the whole window (0)", time.all),
  )

  function draw(context, width, height, ratio) {
    lastView = time.get()
    place = drawSpikes(context, spikes, lastView, { width, height, ratio, element: el, columns: columns(width) })
    overlay?.(context, place)
    const cursor = model.get("cursor")
    if (cursor >= 0) drawCursor(context, cursor / spikes.dt, place)
    if (head.playing()) drawPlayed(context, spikes, place, cursor / spikes.dt)
    if (hovered) ring(context, hovered, el)
  }

  function setCursor(step) {
    model.set("cursor", Number((Math.min(spikes.steps, Math.max(0, step)) * spikes.dt).toFixed(3)))
    model.save_changes()
  }

  function say(found) {
    hovered = found
    line.textContent = found ? nameSpike(found, spikes.dt) : ""
    askCanvas()
  }

  /** The cursor too, but not while it runs. */
  function call() {
    const cursor = model.get("cursor")
    if (!head.playing())
      canvas.setAttribute("aria-label", `${name(spikes)}${cursor < 0 ? "" : `; cursor at ${cursor} ms`}`)
  }

  whenSpikesChange(model, fields, () => {
    const before = spikes.steps
    spikes = readSpikes(model)
    hovered = undefined
    if (spikes.steps !== before) time.all()
    canvas.dataset.generation = String(Number(canvas.dataset.generation ?? 0) + 1)
    call()
    changed?.()
    ask()
  })
  model.on("change:cursor", () => {
    call()
    ask()
  })
  call()
  return { bar, canvas, line, time, spikes: () => spikes, ask }
}
