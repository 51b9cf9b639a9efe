import { button, make, palette, panelsAcross, status, surface, themeOf, ticks } from "./canvas.js"

// Trainings as they run: a bar and buttons for each, and curves of loss, accuracy and rates.

/** Loss, accuracy, rates. */
const panelCount = 3
const panelHeight = 220

export default {
  render({ model, el, signal }) {
    const rows = make("div", {}, "display: flex; flex-direction: column; gap: 4px; font-size: 13px; padding: 4px 0")
    el.append(rows)
    const runRows = model.get("runs").map((run, k) => runRow(model, rows, run, k))
    const height = (width) => panelHeight * Math.ceil(panelCount / panelsAcross(width, panelCount))
    const { canvas, ask } = surface(el, { height, label: "curves of loss, accuracy and rates", draw, signal })
    const line = status(el)

    function draw(context, width) {
      const curves = model.get("curves")
      const epochs = Math.max(1, ...model.get("runs").map((run) => run.of))
      const panels = panelsOf(curves, model.get("runs")[0].layers)
      const across = panelsAcross(width, panelCount)
      const wide = width / across
      for (const [k, panel] of panels.entries()) {
        const place = { left: (k % across) * wide, top: Math.floor(k / across) * panelHeight, width: wide }
        drawPanel(context, panel, { ...place, height: panelHeight, epochs, element: el })
      }
    }

    function show() {
      const runs = model.get("runs")
      for (const [k, run] of runs.entries()) runRows[k](run)
      const text = runs.map((run) => run.line).join(" — ")
      canvas.setAttribute("aria-label", `curves of loss, accuracy and rates. ${text}`)
      ask()
    }
    canvas.addEventListener("pointermove", (event) => {
      const epochs = Math.max(1, ...model.get("runs").map((run) => run.of))
      line.textContent = nearEpoch(model.get("curves"), event.offsetX, model.get("runs"), canvas, epochs)
    })
    canvas.addEventListener("pointerleave", () => {
      line.textContent = ""
    })
    model.on("change:runs", show)
    model.on("change:curves", ask)
    show()
  },
}

/** A bar with its buttons. Gives a function that shows how far the run is. */
function runRow(model, rows, { name, canPause }, k) {
  const row = make("div", {}, "display: flex; gap: 8px; align-items: center; flex-wrap: wrap")
  row.dataset.run = name
  const mark = make(
    "span",
    {},
    `width: 10px; height: 10px; border-radius: 5px; background: ${palette[k % palette.length]}`,
  )
  const bar = make("progress", {}, "width: 200px")
  const text = make("span", { className: "spiketime-run-line" }, "font-variant-numeric: tabular-nums")
  const ask = (command) => model.send({ command, run: name })
  let state = "running"
  const pause = button("Pause", "Hold this training, or let it go on", () =>
    ask(state === "paused" ? "resume" : "pause"),
  )
  const stop = button("Stop", "End this training; what it has learned is kept", () => ask("stop"))
  row.append(mark, bar, ...(canPause ? [pause] : []), stop, text)
  rows.append(row)
  return (run) => {
    state = run.state
    const over = state !== "running" && state !== "paused"
    bar.max = run.of
    bar.value = run.steps
    bar.setAttribute("aria-label", `${run.name}: ${run.line}`)
    text.textContent = run.line
    pause.textContent = state === "paused" ? "Go on" : "Pause"
    pause.disabled = over
    stop.disabled = over
    for (const one of [pause, stop]) one.style.opacity = over ? "0.45" : "1"
    row.dataset.state = state
  }
}

const dashes = [[], [5, 3], [2, 2], [8, 3, 2, 3]]

function panelsOf(curves, layers) {
  const lines = (names) =>
    curves.flatMap((curve, run) =>
      names.map(([column, dash]) => ({
        at: curve.epochs,
        values: curve[column],
        colour: palette[run % palette.length],
        dash,
      })),
    )
  const rates = curves.flatMap((curve, run) =>
    Array.from({ length: Math.max(0, (curve.rates[0]?.length ?? 0) - 1) }, (_, layer) => ({
      at: curve.epochs,
      values: curve.rates.map((row) => row[layer + 1] ?? null),
      // The colour tells runs apart, the dash layers; of one run alone the colour tells too.
      colour: palette[(curves.length > 1 ? run : layer) % palette.length],
      dash: dashes[layer % dashes.length],
      name: run === 0 ? layers[layer] : undefined,
    })),
  )
  const pair = (first, second) =>
    lines([
      [first, []],
      ...(curves.some((curve) => curve[second].some((value) => value !== null)) ? [[second, dashes[1]]] : []),
    ])
  const named = (lines, name) => (lines.length > curves.length ? `${name}; dashed: validation` : name)
  const loss = pair("loss", "validationLoss")
  const accuracy = pair("accuracy", "validationAccuracy")
  return [
    { name: named(loss, "loss"), lines: loss, format: (value) => String(value) },
    { name: named(accuracy, "accuracy"), lines: accuracy, top: 1, format: percent },
    { name: "spikes a neuron and step", lines: rates, format: (value) => String(value), legend: true },
  ]
}

const percent = (share) => `${Math.round(100 * share)} %`

function drawPanel(
  context,
  { name, lines, top, format, legend },
  { left, top: above, width, height, epochs, element },
) {
  const { ink, faint } = themeOf(element)
  const box = { x: left + 44, y: above + 20, width: width - 56, height: height - 54 }
  const values = lines.flatMap((line) => line.values).filter((value) => value !== null && Number.isFinite(value))
  const most = top ?? (Math.max(0, ...values) * 1.05 || 1)
  const x = (epoch) => box.x + (epoch / epochs) * box.width
  const y = (value) => box.y + box.height * (1 - value / most)
  context.font = "11px system-ui, sans-serif"
  context.fillStyle = ink
  context.strokeStyle = faint
  context.lineWidth = 1
  context.setLineDash([])
  context.textAlign = "left"
  context.fillText(name, box.x, above + 12)
  context.textAlign = "right"
  for (const value of ticks(0, most, 4)) {
    context.beginPath()
    context.moveTo(box.x, y(value))
    context.lineTo(box.x + box.width, y(value))
    context.stroke()
    context.fillText(format(value), box.x - 5, y(value) + 4)
  }
  context.textAlign = "center"
  for (const epoch of ticks(0, epochs, Math.min(epochs, box.width / 50)))
    context.fillText(String(epoch), x(epoch), box.y + box.height + 14)
  context.fillText("epoch", box.x + box.width / 2, box.y + box.height + 28)
  context.lineWidth = 1.8
  for (const line of lines) {
    context.strokeStyle = line.colour
    context.fillStyle = line.colour
    context.setLineDash(line.dash)
    context.beginPath()
    line.values.forEach((value, k) => {
      if (value !== null) context.lineTo(x(line.at[k]), y(value))
    })
    context.stroke()
    // A single epoch is a point, which no line shows.
    if (line.values.length === 1 && line.values[0] !== null)
      context.fillRect(x(line.at[0]) - 2, y(line.values[0]) - 2, 4, 4)
  }
  if (legend) drawLegend(context, lines, box, ink)
  context.setLineDash([])
}

/** Names of the layers with their dashes, along the lower edge. */
function drawLegend(context, lines, box, ink) {
  context.textAlign = "left"
  context.lineWidth = 1.8
  let x = box.x + 6
  for (const { name, colour, dash } of lines) {
    if (!name) continue
    context.strokeStyle = colour
    context.setLineDash(dash)
    context.beginPath()
    context.moveTo(x, box.y + box.height - 8)
    context.lineTo(x + 20, box.y + box.height - 8)
    context.stroke()
    context.fillStyle = ink
    context.fillText(name, x + 24, box.y + box.height - 4)
    x += 34 + context.measureText(name).width
  }
}

function nearEpoch(curves, x, runs, canvas, epochs) {
  const wide = canvas.clientWidth / panelsAcross(canvas.clientWidth, panelCount)
  const wanted = Math.round((((x % wide) - 44) / (wide - 56)) * epochs)
  return curves
    .flatMap((curve, run) => {
      // Of a long training not every epoch is here.
      const k = curve.epochs.findIndex((epoch) => epoch >= wanted)
      if (wanted < 1 || k < 0) return []
      const layers = (curve.rates[k] ?? []).slice(1).map((rate) => rate.toFixed(3))
      const name = curves.length > 1 ? `${runs[run].name}: ` : ""
      return `${name}epoch ${curve.epochs[k]} · loss ${curve.loss[k].toFixed(3)} · accuracy ${percent(curve.accuracy[k])} · rates ${layers.join(", ")}`
    })
    .join(" — ")
}
