import { button, make, numbers, palette, surface, themeOf, ticks } from "./canvas.js"
import { axonColour, margin } from "./spike-panels.js"
import { listenForKeys } from "./time-window.js"

/** The delays that lead to the chosen neuron, a stem an axon, to be dragged; and a slider for one of them, for the keyboard too. */
export function delayStrip(model, el, signal) {
  const box = make("div")
  const row = make("div", {}, "display: flex; flex-wrap: wrap; gap: 10px; align-items: center; font-size: 13px")
  const caption = make("label")
  const slider = make("input", { type: "range", step: "any" }, "width: 260px; vertical-align: middle")
  slider.dataset.control = "delay"
  const said = make("output", {}, "font-variant-numeric: tabular-nums; min-width: 12em")
  const reset = button("as it was", "Set all delays back", () => model.send({ command: "reset" }))
  const before = make("span")
  caption.append(before, slider)
  row.append(caption, said, reset)
  el.append(box)
  const { canvas, ask } = surface(box, { height: 120, label: "delays", draw, signal })
  box.append(row)
  canvas.style.cursor = "ns-resize"
  canvas.style.touchAction = "none"
  const links = model.get("links")
  const link = () => links[model.get("chosen").link]
  const values = () => numbers(model.get("delays"), Float32Array)
  const whose = make("select", { title: "Delays of" }, "font: inherit")
  whose.append(...links.map(({ from, to }, k) => make("option", { value: k, textContent: `${from} → ${to}` })))
  whose.onchange = () => {
    model.set("chosen", { ...model.get("chosen"), link: Number(whose.value), axon: 0 })
    model.save_changes()
  }
  row.prepend(whose)
  if (links.length === 0) box.style.display = "none"
  let held = false
  let at

  function draw(context, width, height) {
    const { ink, faint } = themeOf(el)
    if (!link()) return
    const { min: low, max: high, from, to } = link()
    const now = values()
    const first = numbers(model.get("startDelays"), Float32Array)
    const left = margin.left
    const wide = width - margin.left - margin.right
    const top = 18
    const tall = height - top - 20
    const x = (axon) => left + ((axon + 0.5) / now.length) * wide
    const y = (delay) => top + tall * (1 - (delay - low) / (high - low))
    at = {
      axon: (px) => Math.min(now.length - 1, Math.max(0, Math.floor(((px - left) / wide) * now.length))),
      delay: (py) => Math.min(high, Math.max(low, low + (1 - (py - top) / tall) * (high - low))),
    }
    context.font = "11px system-ui, sans-serif"
    context.fillStyle = ink
    context.textAlign = "left"
    context.fillText(`delays of ${from} → ${to} (ms), by axon: drag one`, left, 11)
    context.strokeStyle = faint
    context.lineWidth = 1
    context.strokeRect(left - 0.5, top - 0.5, wide + 1, tall + 1)
    context.textAlign = "right"
    for (const value of ticks(low, high, 3)) context.fillText(String(value), left - 6, y(value) + 4)
    context.textAlign = "center"
    for (const value of ticks(0, now.length - 1, wide / 90)) context.fillText(String(value), x(value), height - 5)
    const size = Math.max(1.5, Math.min(4, (wide / now.length) * 0.4))
    const { axon } = model.get("chosen")
    now.forEach((delay, k) => {
      const moved = Math.abs(delay - first[k]) > 1e-3
      context.strokeStyle = k === axon ? axonColour : faint
      context.fillStyle = k === axon ? axonColour : moved ? "#e5484d" : palette[0]
      context.beginPath()
      context.moveTo(x(k), y(moved ? first[k] : low))
      context.lineTo(x(k), y(delay))
      context.stroke()
      context.beginPath()
      context.arc(x(k), y(delay), k === axon ? size + 2 : size, 0, 7)
      context.fill()
    })
  }

  function drag(axon, delay) {
    model.set("chosen", { ...model.get("chosen"), axon })
    model.set("dragged", { link: model.get("chosen").link, axon, delay: Number(delay.toFixed(3)) })
    model.save_changes()
  }
  const choose = (axon) => {
    const { length } = values()
    model.set("chosen", { ...model.get("chosen"), axon: Math.min(length - 1, Math.max(0, axon)) })
    model.save_changes()
    show()
  }

  canvas.addEventListener("pointerdown", (event) => {
    held = true
    canvas.setPointerCapture(event.pointerId)
    choose(at.axon(event.offsetX))
  })
  canvas.addEventListener("pointermove", (event) => {
    if (held && event.buttons > 0) drag(model.get("chosen").axon, at.delay(event.offsetY))
  })
  canvas.addEventListener("pointerup", () => {
    held = false
  })
  const nudge = (share) => {
    const { min: low, max: high } = link()
    const { axon } = model.get("chosen")
    drag(axon, Math.min(high, Math.max(low, values()[axon] + share * (high - low))))
  }
  listenForKeys(canvas, {
    ArrowLeft: () => choose(model.get("chosen").axon - 1),
    ArrowRight: () => choose(model.get("chosen").axon + 1),
    ArrowUp: () => nudge(0.02),
    ArrowDown: () => nudge(-0.02),
  })
  slider.oninput = () => drag(model.get("chosen").axon, slider.valueAsNumber)

  function show() {
    if (!link()) return
    const { from, to, min: low, max: high } = link()
    const { axon, link: place } = model.get("chosen")
    whose.value = String(place)
    const all = values()
    const delay = all[Math.min(axon, all.length - 1)]
    const was = numbers(model.get("startDelays"), Float32Array)[Math.min(axon, all.length - 1)]
    before.textContent = `delay of ${from} · ${axon} `
    slider.min = String(low)
    slider.max = String(high)
    if (!slider.matches(":active")) slider.value = String(delay)
    const moved = Math.abs(delay - was) > 1e-3
    said.textContent = `${delay.toFixed(1)} ms${moved ? ` (was ${was.toFixed(1)})` : ""}`
    canvas.setAttribute("aria-label", `delays of ${from} to ${to}; axon ${axon}: ${said.textContent}`)
    ask()
  }
  return { show }
}
