import { button, make, status, surface } from "./canvas.js"
import { drawCursor, drawSpikes, readSpikes, spikeAt } from "./spike-panels.js"

// Spikes to look around in: drag or arrow keys pan, wheel or + and - zoom, 0 shows all, the pointer names spikes, a click or Enter
// sets the cursor, Space replays the sample.

// Every model has this module for itself: a view of it that is built anew shows the part that the last one showed.
let lastView

export default {
  render({ model, el, signal }) {
    let spikes = readSpikes(model)
    let view = lastView?.to <= spikes.steps ? lastView : { from: 0, to: spikes.steps }
    let place
    let hovered
    const buttons = make("div", {}, "display: flex; gap: 6px; align-items: center; font-size: 12px; padding: 2px 0")
    el.append(buttons)
    const { canvas, ask } = surface(el, { height: model.get("height"), label: model.get("label"), draw, signal })
    canvas.style.cursor = "crosshair"
    canvas.style.touchAction = "none"
    const line = status(el)
    const press = (text, title, act) => {
      const made = button(text, title, act)
      buttons.append(made)
      return made
    }
    const player = press("▶ replay", "Replay the sample (Space)", () => play())
    press("+", "Zoom in (+)", () => zoom(0.5))
    press("−", "Zoom out (−)", () => zoom(2))
    press("all", "Show all (0)", () => show(0, spikes.steps))
    buttons.append(make("span", { textContent: "drag pans, wheel zooms" }, "opacity: 0.6"))

    function draw(context, width, height, ratio) {
      // Side by side, panels of less than 200 pixels show nothing.
      const columns = Math.max(1, Math.min(model.get("columns"), Math.floor(width / 260)))
      place = drawSpikes(context, spikes, view, { width, height, ratio, element: el, columns })
      const cursor = model.get("cursor")
      if (cursor >= 0) drawCursor(context, cursor / spikes.dt, place)
      if (hovered) {
        const { box, unit, step } = hovered
        const y = box.top + (box.panel.unitCount - 0.5 - unit) * box.perUnit
        context.strokeStyle = getComputedStyle(el).color
        context.beginPath()
        context.arc(box.toX(step + 0.5), y, 6, 0, 7)
        context.stroke()
      }
    }

    function show(from, to) {
      const least = Math.min(4, spikes.steps)
      const length = Math.min(spikes.steps, Math.max(least, to - from))
      const start = Math.min(spikes.steps - length, Math.max(0, from))
      view = { from: start, to: start + length }
      lastView = view
      canvas.dataset.from = String(view.from)
      canvas.dataset.to = String(view.to)
      ask()
    }

    function zoom(factor, at = (view.from + view.to) / 2) {
      show(at - (at - view.from) * factor, at + (view.to - at) * factor)
    }

    const pan = (steps) => show(view.from + steps, view.to + steps)

    function setCursor(step, tell) {
      const time = Math.min(spikes.steps, Math.max(0, step)) * spikes.dt
      model.set("cursor", Number(time.toFixed(3)))
      if (tell) model.save_changes()
      ask()
    }

    let playing
    function play() {
      if (playing) {
        cancelAnimationFrame(playing)
        playing = undefined
        player.textContent = "▶ replay"
        model.save_changes()
        return
      }
      player.textContent = "❚❚ hold"
      const seconds = Math.max(2, (spikes.steps * spikes.dt) / 1000)
      const begin = performance.now()
      const frame = (now) => {
        const share = (now - begin) / 1000 / seconds
        setCursor(Math.min(1, share) * spikes.steps, false)
        playing = share < 1 ? requestAnimationFrame(frame) : requestAnimationFrame(() => play())
      }
      playing = requestAnimationFrame(frame)
    }

    function say(found) {
      hovered = found
      if (found) {
        const { panel, unit, step, moved } = found
        const time = Number((step * spikes.dt).toFixed(3))
        const parts = [panel.name, `unit ${unit}`, `${time} ms`]
        if (panel.className) parts.push(`class ${panel.className}`)
        if (moved) parts.push("moved")
        line.textContent = parts.join(" · ")
      } else line.textContent = ""
      ask()
    }

    let held
    canvas.addEventListener("pointerdown", (event) => {
      held = { x: event.offsetX, moved: false }
      canvas.setPointerCapture(event.pointerId)
    })
    canvas.addEventListener("pointermove", (event) => {
      if (!place) return
      if (held) {
        if (Math.abs(event.offsetX - held.x) > 2) held.moved = true
        if (held.moved) {
          pan((held.x - event.offsetX) / place.perStep)
          held.x = event.offsetX
        }
        return
      }
      say(spikeAt(spikes, view, place, event.offsetX, event.offsetY))
    })
    canvas.addEventListener("pointerup", (event) => {
      if (held && !held.moved) setCursor(place.stepAt(event.offsetX), true)
      held = undefined
    })
    canvas.addEventListener("pointerleave", () => say(undefined))
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault()
        zoom(event.deltaY > 0 ? 1.25 : 0.8, place.stepAt(event.offsetX))
      },
      { passive: false },
    )
    const keys = {
      ArrowLeft: () => pan(-(view.to - view.from) / 10),
      ArrowRight: () => pan((view.to - view.from) / 10),
      "+": () => zoom(0.5),
      "=": () => zoom(0.5),
      "-": () => zoom(2),
      0: () => show(0, spikes.steps),
      Home: () => show(0, view.to - view.from),
      End: () => show(spikes.steps - (view.to - view.from), spikes.steps),
      " ": () => play(),
      Enter: () => setCursor((view.from + view.to) / 2, true),
    }
    canvas.addEventListener("keydown", (event) => {
      const act = keys[event.key]
      if (!act || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      act()
    })

    function renew() {
      const before = spikes.steps
      spikes = readSpikes(model)
      hovered = undefined
      if (spikes.steps !== before) show(0, spikes.steps)
      canvas.setAttribute("aria-label", model.get("label"))
      canvas.dataset.generation = String(Number(canvas.dataset.generation ?? 0) + 1)
      ask()
    }
    // One update may change several of these; they are read once.
    let waiting = false
    const soon = () => {
      if (waiting) return
      waiting = true
      queueMicrotask(() => {
        waiting = false
        renew()
      })
    }
    for (const name of ["panels", "times", "units", "moved", "steps", "dt", "label"]) model.on(`change:${name}`, soon)
    model.on("change:cursor", ask)
    return () => playing && cancelAnimationFrame(playing)
  },
}
