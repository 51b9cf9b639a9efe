import { numbers, palette, surface, themeOf, ticks } from "./canvas.js"
import { cursorColour, margin } from "./spike-panels.js"

// Membrane and current of one neuron, below the rasters and on their time axis.

const thresholdColour = "#e5484d"

/** `view()` is the visible part of the time axis, `own()` the steps in which the neuron spiked. */
export function neuronTraces(model, el, { signal, view, own }) {
  const dt = model.get("dt")

  function draw(context, width, height) {
    const { from, to } = view()
    const [left, right] = [margin.left, width - margin.right]
    const toX = (step) => left + ((step - from) * (right - left)) / (to - from)
    const tall = (height - 22) / 2
    const { population, neuron } = model.get("chosen")
    const membrane = numbers(model.get("membrane"), Float32Array)
    const current = numbers(model.get("current"), Float32Array)
    const box = { left, right, toX, from, to, height: tall - 18, element: el }
    const title = `membrane of ${population} · ${neuron}`
    const threshold = model.get("threshold")
    drawTrace(context, membrane, { ...box, top: 16, colour: palette[0], title, threshold, own: own() })
    drawTrace(context, current, { ...box, top: 16 + tall, colour: palette[2], title: "what its synapses bring" })
    const { ink } = themeOf(el)
    context.fillStyle = ink
    context.textAlign = "center"
    for (const time of ticks(from * dt, to * dt, (right - left) / 90))
      context.fillText(String(time), toX(time / dt), height - 6)
    const cursor = model.get("cursor")
    const x = toX(cursor / dt)
    if (cursor < 0 || x < left || x > right) return
    context.strokeStyle = cursorColour
    context.beginPath()
    context.moveTo(x, 16)
    context.lineTo(x, height - 20)
    context.stroke()
    const at = Math.min(membrane.length - 1, Math.floor(cursor / dt))
    context.fillStyle = ink
    context.textAlign = "right"
    context.fillText(`${Number(cursor.toFixed(1))} ms: ${membrane[at]?.toFixed(3)}`, right, 11)
    context.fillText(String(current[at]?.toFixed(3)), right, 11 + tall)
  }

  return surface(el, { height: 240, label: "membrane and current", draw, signal })
}

function drawTrace(
  context,
  values,
  { left, right, toX, from, to, top, height, colour, title, threshold, own = [], element },
) {
  const { ink, faint } = themeOf(element)
  let low = 0
  let high = threshold === null || threshold === undefined ? 0 : threshold * 1.15
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  // Room for the marks of spikes at the top.
  high += (high - low) * 0.06
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
    context.strokeStyle = thresholdColour
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
  const first = Math.max(0, Math.floor(from) - 1)
  const end = Math.min(values.length, Math.ceil(to) + 1)
  for (let step = first; step < end; step++) context.lineTo(toX(step + 0.5), y(values[step]))
  context.stroke()
  // Spikes stand on the membrane where it reached the threshold.
  context.fillStyle = cursorColour
  for (const step of own) {
    context.beginPath()
    context.arc(toX(step + 0.5), Math.max(top + 4, y(values[step])), 3.2, 0, 7)
    context.fill()
  }
  context.restore()
  if (typeof threshold === "number") {
    context.fillStyle = thresholdColour
    context.textAlign = "left"
    context.fillText(`threshold ${Number(threshold.toPrecision(3))}`, left + 4, y(threshold) + 12)
  }
}
