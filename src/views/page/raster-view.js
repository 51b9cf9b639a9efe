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
  unitAt,
  whenSpikesChange,
} from "./spike-panels.js"
import { timeWindow } from "./time-window.js"

// Spikes to look around in: see time-window.js for pan and zoom; the pointer names spikes, a click or Enter sets the cursor, Space
// replays the sample.

// Every model has this module for itself: a view of it that is built anew shows the part that the last one showed.
let lastView

export default {
  render({ model, el, signal }) {
    let spikes = readSpikes(model)
    let place
    let hovered
    const buttons = make(
      "div",
      {},
      "display: flex; flex-wrap: wrap; gap: 6px; align-items: center; font-size: 12px; padding: 2px 0 4px",
    )
    el.append(buttons)
    const { canvas, ask } = surface(el, { height: model.get("height"), label: model.get("label"), draw, signal })
    const line = status(el)
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
        if (box) model.send({ picked: { panel: box.panel.name, unit: unitAt(box, y) } })
      },
      keys: { " ": head.toggle, Enter: () => setCursor((time.get().from + time.get().to) / 2) },
    })
    buttons.append(
      head.player,
      button("+", "Zoom in (+)", () => time.zoom(0.5)),
      button("−", "Zoom out (−)", () => time.zoom(2)),
      button("all", "Show all (0)", time.all),
      make("span", { textContent: "drag pans, wheel zooms, a click sets the cursor" }, "opacity: 0.65"),
    )

    function draw(context, width, height, ratio) {
      // Side by side, panels of less than 200 pixels show nothing.
      const columns = Math.max(1, Math.min(model.get("columns"), Math.floor(width / 260)))
      lastView = time.get()
      place = drawSpikes(context, spikes, lastView, { width, height, ratio, element: el, columns })
      const cursor = model.get("cursor")
      if (cursor >= 0) drawCursor(context, cursor / spikes.dt, place)
      if (head.playing()) drawPlayed(context, spikes, place, cursor / spikes.dt)
      if (hovered) ring(context, hovered, el)
    }

    function setCursor(step) {
      model.set("cursor", Number((Math.min(spikes.steps, Math.max(0, step)) * spikes.dt).toFixed(3)))
      model.save_changes()
      ask()
    }

    function say(found) {
      hovered = found
      line.textContent = found ? nameSpike(found, spikes.dt) : ""
      ask()
    }

    whenSpikesChange(model, ["label"], () => {
      const before = spikes.steps
      spikes = readSpikes(model)
      hovered = undefined
      if (spikes.steps !== before) time.all()
      canvas.setAttribute("aria-label", model.get("label"))
      canvas.dataset.generation = String(Number(canvas.dataset.generation ?? 0) + 1)
      ask()
    })
    model.on("change:cursor", ask)
  },
}
