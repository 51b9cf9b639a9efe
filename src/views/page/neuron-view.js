import { button, make, numbers, palette, status, surface, themeOf, ticks } from "./canvas.js"
import { playHead } from "./play-head.js"
import {
  boxAt,
  drawCursor,
  drawPlayed,
  drawSpikes,
  margin,
  nameSpike,
  readSpikes,
  ring,
  spikeAt,
  unitAt,
  whenSpikesChange,
} from "./spike-panels.js"
import { listenForKeys, timeWindow } from "./time-window.js"

// One neuron of a network: rasters of all populations, below them its membrane and current, and the delays that lead to it.

let lastView

export default {
  render({ model, el, signal }) {
    let spikes = readSpikes(model)
    let place
    let hovered
    const steps = () => spikes.steps
    const chosen = () => model.get("chosen")
    const link = () => model.get("links")[chosen().link] ?? {}
    const bar = make(
      "div",
      {},
      "display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; font-size: 13px; padding: 2px 0 4px",
    )
    el.append(bar)
    const raster = surface(el, { height: model.get("height"), label: "rasters of all populations", draw, signal })
    const traces = surface(el, { height: 190, label: "membrane and current", draw: drawTraces, signal })
    const line = status(el)
    const ask = () => {
      raster.ask()
      traces.ask()
    }
    const head = playHead(model, { steps, dt: () => spikes.dt, ask, signal })
    const window = timeWindow(raster.canvas, {
      place: () => place,
      steps,
      ask,
      start: lastView?.to <= spikes.steps ? lastView : undefined,
      hover(x, y) {
        hovered = x === undefined ? undefined : spikeAt(spikes, window.get(), place, x, y)
        line.textContent = hovered ? nameSpike(hovered, spikes.dt) : ""
        ask()
      },
      press(x, y) {
        setCursor(place.stepAt(x))
        const box = boxAt(place, x, y)
        if (box) pick(box.panel.name, hovered?.box === box ? hovered.unit : unitAt(box, y))
      },
      keys: {
        " ": head.toggle,
        ArrowUp: () => pick(chosen().population, chosen().neuron + 1),
        ArrowDown: () => pick(chosen().population, chosen().neuron - 1),
      },
    })
    const names = model
      .get("panels")
      .slice(1)
      .map(({ name }) => name)
    const population = make("select", { title: "Population" }, "font: inherit")
    population.append(...names.map((name) => make("option", { value: name, textContent: name })))
    population.onchange = () => pick(population.value, 0)
    const neuron = make("input", { type: "number", min: 0, title: "Neuron" }, "font: inherit; width: 5em")
    neuron.onchange = () => pick(population.value, neuron.valueAsNumber)
    const decision = make("span", { className: "spiketime-decision" })
    decision.setAttribute("role", "status")
    const caption = make("label", { textContent: "neuron " })
    caption.append(neuron)
    bar.append(head.player, button("all", "Show the whole window (0)", window.all), population, caption, decision)
    const delays = delayStrip(model, el, signal)

    const stepNow = () => model.get("cursor") / spikes.dt

    function pick(name, unit) {
      const panel = spikes.panels.find((one) => one.name === name)
      // The input has no membrane; its axons may be chosen.
      if (!names.includes(name)) return name === link().from ? choose({ ...chosen(), axon: unit }) : show()
      if (!(unit >= 0 && unit < panel.unitCount)) return show()
      // Its own delay, where those of its population are shown.
      choose({ ...chosen(), population: name, neuron: unit, ...(name === link().from && { axon: unit }) })
    }

    function choose(next) {
      model.set("chosen", next)
      model.save_changes()
      show()
    }

    function setCursor(step) {
      model.set("cursor", Number((Math.min(spikes.steps, Math.max(0, step)) * spikes.dt).toFixed(3)))
      model.save_changes()
      ask()
    }

    function draw(context, width, height, ratio) {
      lastView = window.get()
      place = drawSpikes(context, spikes, lastView, { width, height, ratio, element: el })
      const row = (name, unit, colour) => {
        const box = place.boxes.find(({ panel }) => panel.name === name)
        if (!box) return
        const tall = Math.max(5, box.perUnit)
        context.fillStyle = colour
        context.globalAlpha = 0.25
        const y = box.top + (box.panel.unitCount - 0.5 - unit) * box.perUnit
        context.fillRect(box.left, y - tall / 2, box.right - box.left, tall)
        context.globalAlpha = 1
        context.beginPath()
        context.moveTo(box.right + 2, y)
        context.lineTo(box.right + 9, y - 4)
        context.lineTo(box.right + 9, y + 4)
        context.fill()
      }
      row(chosen().population, chosen().neuron, "#d9a400")
      if (link().from) row(link().from, chosen().axon, "#d368bd")
      if (model.get("cursor") >= 0) drawCursor(context, stepNow(), place)
      if (head.playing()) drawPlayed(context, spikes, place, stepNow())
      if (hovered) ring(context, hovered, el)
    }

    function drawTraces(context, width, height) {
      const view = window.get()
      const own = ownSpikes(spikes, chosen())
      const box = { left: margin.left, right: width - margin.right, toX: undefined }
      const perStep = (box.right - box.left) / (view.to - view.from)
      box.toX = (step) => box.left + (step - view.from) * perStep
      const { population: name, neuron: unit } = chosen()
      const half = (height - 22) / 2
      const threshold = model.get("threshold")
      const membrane = numbers(model.get("membrane"), Float32Array)
      const current = numbers(model.get("current"), Float32Array)
      drawTrace(context, membrane, {
        ...box,
        view,
        top: 16,
        height: half - 18,
        colour: palette[0],
        title: `membrane of ${name} · ${unit}`,
        threshold,
        own,
        element: el,
      })
      drawTrace(context, current, {
        ...box,
        view,
        top: 16 + half,
        height: half - 18,
        colour: palette[2],
        title: "what its synapses bring",
        element: el,
      })
      context.fillStyle = themeOf(el).ink
      context.textAlign = "center"
      for (const time of ticks(view.from * spikes.dt, view.to * spikes.dt, (box.right - box.left) / 90))
        context.fillText(String(time), box.toX(time / spikes.dt), height - 6)
      const cursor = model.get("cursor")
      if (cursor < 0) return
      const x = box.toX(stepNow())
      if (x < box.left || x > box.right) return
      context.strokeStyle = "#d9a400"
      context.beginPath()
      context.moveTo(x, 16)
      context.lineTo(x, height - 20)
      context.stroke()
      const at = Math.min(membrane.length - 1, Math.floor(stepNow()))
      context.fillStyle = themeOf(el).ink
      context.textAlign = "right"
      context.fillText(`${Number(cursor.toFixed(1))} ms: ${membrane[at]?.toFixed(3)}`, box.right, 11)
      context.fillText(String(current[at]?.toFixed(3)), box.right, 11 + half)
    }

    function show() {
      const { population: name, neuron: unit } = chosen()
      population.value = name
      neuron.max = String(spikes.panels.find((panel) => panel.name === name).unitCount - 1)
      neuron.value = String(unit)
      const [before, now] = model.get("outputs")
      const best = (counts) => model.get("classNames")[counts.indexOf(Math.max(...counts))]
      const count = ownSpikes(spikes, chosen()).length
      decision.textContent = `${count} spikes · class ${model.get("classNames")[model.get("label")]} · decision: ${best(before)}${
        before.join() === now.join() ? "" : ` → ${best(now)} (output spikes ${sum(before)} → ${sum(now)})`
      }`
      traces.canvas.setAttribute(
        "aria-label",
        `membrane and current of neuron ${unit} of ${name}; ${decision.textContent}`,
      )
      raster.canvas.setAttribute(
        "aria-label",
        `rasters of ${spikes.panels.map((panel) => `${panel.name}, ${panel.count} spikes`).join("; ")}`,
      )
      delays.show()
      ask()
    }

    whenSpikesChange(model, ["membrane", "current", "delays", "outputs", "chosen"], () => {
      spikes = readSpikes(model)
      hovered = undefined
      raster.canvas.dataset.generation = String(Number(raster.canvas.dataset.generation ?? 0) + 1)
      show()
    })
    model.on("change:cursor", ask)
    show()
  },
}

const sum = (counts) => counts.reduce((all, count) => all + count, 0)

/** Steps in which a neuron spiked. */
function ownSpikes({ panels, times, units }, { population, neuron }) {
  const { from, to } = panels.find(({ name }) => name === population)
  const steps = []
  for (let k = from; k < to; k++) if (units[k] === neuron) steps.push(times[k])
  return steps
}

function drawTrace(
  context,
  values,
  { left, right, toX, view, top, height, colour, title, threshold, own = [], element },
) {
  const { ink, faint } = themeOf(element)
  let low = 0
  let high = threshold === null || threshold === undefined ? 0 : threshold * 1.15
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high > low)) high = low + 1
  const y = (value) => top + height * (1 - (value - low) / (high - low))
  context.font = "11px system-ui, sans-serif"
  context.lineWidth = 1
  context.setLineDash([])
  context.strokeStyle = faint
  context.strokeRect(left - 0.5, top - 0.5, right - left + 1, height + 1)
  context.fillStyle = ink
  context.textAlign = "left"
  context.fillText(title, left, top - 5)
  context.textAlign = "right"
  for (const value of ticks(low, high, Math.max(1, height / 28)))
    context.fillText(String(value), left - 6, y(value) + 4)
  context.save()
  context.beginPath()
  context.rect(left, top, right - left, height)
  context.clip()
  if (typeof threshold === "number") {
    context.strokeStyle = "#e5484d"
    context.setLineDash([5, 4])
    context.beginPath()
    context.moveTo(left, y(threshold))
    context.lineTo(right, y(threshold))
    context.stroke()
    context.setLineDash([])
  }
  context.strokeStyle = colour
  context.lineWidth = 1.6
  context.beginPath()
  const first = Math.max(0, Math.floor(view.from) - 1)
  const end = Math.min(values.length, Math.ceil(view.to) + 1)
  for (let step = first; step < end; step++) context.lineTo(toX(step + 0.5), y(values[step]))
  context.stroke()
  // Spikes stand on the membrane where it reached the threshold.
  context.fillStyle = "#d9a400"
  for (const step of own) {
    context.beginPath()
    context.arc(toX(step + 0.5), Math.max(top + 4, y(values[step])), 3.2, 0, 7)
    context.fill()
  }
  context.restore()
  if (typeof threshold === "number") {
    context.fillStyle = "#e5484d"
    context.textAlign = "left"
    context.fillText("threshold", left + 4, y(threshold) - 4)
  }
}

/** The delays that lead to the chosen neuron, a stem an axon, to be dragged; and a slider for one of them, for the keyboard too. */
function delayStrip(model, el, signal) {
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
      context.strokeStyle = k === axon ? "#d368bd" : faint
      context.fillStyle = k === axon ? "#d368bd" : moved ? "#e5484d" : palette[0]
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
