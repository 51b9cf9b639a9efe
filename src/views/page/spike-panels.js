import { numbers, palette, themeOf, ticks } from "./canvas.js"

// Rasters of spikes over one time axis, drawn point by point into an image: a million spikes take some milliseconds.

export const cursorColour = "#d9a400"
/** Of the axon whose delay is chosen. */
export const axonColour = "#d368bd"

export const margin = { left: 56, right: 24, top: 18, bottom: 34, gap: 20 }

/** The spikes of a model, and where each panel's begin. Times ascend inside a panel. */
export function readSpikes(model) {
  const times = numbers(model.get("times"), Uint16Array)
  const units = numbers(model.get("units"), Uint16Array)
  const moved = numbers(model.get("moved"), Uint8Array)
  let from = 0
  const panels = model.get("panels").map((panel) => {
    const start = from
    from += panel.count
    return { ...panel, from: start, to: from }
  })
  return { times, units, moved, panels, steps: model.get("steps"), dt: model.get("dt") }
}

/** First index in [from, to) whose time is not below `time`. */
function firstAt(times, time, from, to) {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle] < time) low = middle + 1
    else high = middle
  }
  return low
}

/** Between columns there is room for the numbers of units. */
const columnGap = 46

/** Where everything lies on the canvas. `view` is the visible part: steps from..to. Panels fill rows of `columns`. */
export function layout({ panels }, view, width, height, columns = 1) {
  const wide = (width - margin.left - margin.right - columnGap * (columns - 1)) / columns
  const rows = Array.from({ length: Math.ceil(panels.length / columns) }, (_, row) =>
    panels.slice(row * columns, (row + 1) * columns),
  )
  const space = height - margin.top - margin.bottom - margin.gap * (rows.length - 1)
  const weights = rows.map((row) => Math.max(...row.map(({ unitCount }) => Math.max(1, Math.sqrt(unitCount)))))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const perStep = wide / (view.to - view.from)
  let top = margin.top
  const boxes = rows.flatMap((row, r) => {
    const tall = (space * weights[r]) / total
    const made = row.map((panel, column) => {
      const left = margin.left + column * (wide + columnGap)
      const colour = palette[(r * columns + column) % palette.length]
      const toX = (step) => left + (step - view.from) * perStep
      return { panel, left, right: left + wide, top, height: tall, perUnit: tall / panel.unitCount, colour, toX }
    })
    top += tall + margin.gap
    return made
  })
  const columnAt = (x) => boxes.findLast(({ left }, k) => k < columns && x >= left - columnGap) ?? boxes[0]
  return { boxes, columns, perStep, stepAt: (x) => view.from + (x - columnAt(x).left) / perStep }
}

/** The box below a point of the canvas. */
export const boxAt = ({ boxes }, x, y, reach = 6) =>
  boxes.find(
    ({ top, height, left, right }) => y >= top - 2 && y <= top + height + 2 && x >= left - reach && x <= right + reach,
  )

/** The unit whose row a point of a box lies in. */
export const unitAt = ({ top, perUnit, panel }, y) =>
  Math.min(panel.unitCount - 1, Math.max(0, panel.unitCount - 1 - Math.floor((y - top) / perUnit)))

const rgb = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
const packed = (colour, alpha) => {
  const [red, green, blue] = rgb(colour)
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

let image
/** Draws panels, axes and spikes. */
export function drawSpikes(context, spikes, view, { width, height, ratio, element, columns = 1 }) {
  const { ink, faint } = themeOf(element)
  const place = layout(spikes, view, width, height, columns)
  drawAxes(context, spikes, view, place, { ink, faint })
  for (const box of place.boxes) {
    const wide = Math.max(1, Math.round((box.right - box.left) * ratio))
    const tall = Math.max(1, Math.round(box.height * ratio))
    if (!image || image.width !== wide || image.height !== tall) image = new ImageData(wide, tall)
    const pixels = new Uint32Array(image.data.buffer)
    pixels.fill(0)
    paintSpikes(pixels, wide, tall, spikes, view, box, ratio)
    context.putImageData(image, Math.round(box.left * ratio), Math.round(box.top * ratio))
  }
  return place
}

function paintSpikes(pixels, wide, tall, { times, units, moved }, view, { panel, colour }, ratio) {
  const perStep = wide / (view.to - view.from)
  const perUnit = tall / panel.unitCount
  const start = firstAt(times, Math.floor(view.from), panel.from, panel.to)
  const end = firstAt(times, Math.ceil(view.to), start, panel.to)
  const few = end - start < 60_000
  const across = few ? Math.max(1, Math.min(Math.round(perStep * 0.8), Math.round(3 * ratio))) : 1
  const down = few ? Math.max(1, Math.min(Math.floor(perUnit * 0.9), Math.round(10 * ratio))) || 1 : 1
  const high = few && down < 2 ? 2 : down
  // Where moves are marked, that is the one difference of colour.
  const own = packed(moved.length > 0 ? palette[0] : colour, 255)
  const other = packed("#e5484d", 255)
  const marked = moved.length > 0
  const last = panel.unitCount - 1
  const shift = perStep / 2 - across / 2
  for (let k = start; k < end; k++) {
    const x = ((times[k] - view.from) * perStep + shift) | 0
    const y = ((last - units[k]) * perUnit) | 0
    const value = marked && moved[k] ? other : own
    if (across === 1 && high === 1) {
      if (x >= 0 && x < wide) pixels[y * wide + x] = value
      continue
    }
    const toX = Math.min(wide, x + across)
    const toY = Math.min(tall, y + high)
    for (let row = y; row < toY; row++) for (let at = Math.max(0, x); at < toX; at++) pixels[row * wide + at] = value
  }
}

function drawAxes(context, { dt }, view, place, { ink, faint }) {
  context.font = "11px system-ui, sans-serif"
  context.fillStyle = ink
  context.strokeStyle = faint
  context.lineWidth = 1
  place.boxes.forEach(({ panel, top, height: tall, left, right, toX }, k) => {
    const bottom = top + tall
    context.strokeRect(left - 0.5, top - 0.5, right - left + 1, tall + 1)
    context.textAlign = "left"
    context.fillText(panel.name, left, top - 5)
    context.textAlign = "right"
    for (const unit of ticks(0, panel.unitCount - 1, Math.max(2, tall / 40)))
      context.fillText(String(unit), left - 6, top + ((panel.unitCount - 0.5 - unit) / panel.unitCount) * tall + 4)
    if (tall > 60 && k % place.columns === 0) drawSideways(context, "unit", left - 40, (top + bottom) / 2)
    // The time stands below the lowest panel of each column.
    if (k + place.columns < place.boxes.length) return
    context.textAlign = "center"
    for (const time of ticks(view.from * dt, view.to * dt, (right - left) / 90))
      context.fillText(String(time), toX(time / dt), bottom + 14)
    context.fillText("time (ms)", (left + right) / 2, bottom + 28)
  })
}

function drawSideways(context, text, x, y) {
  context.save()
  context.translate(x, y)
  context.rotate(-Math.PI / 2)
  context.textAlign = "center"
  context.fillText(text, 0, 0)
  context.restore()
}

/** An upright line through all panels. */
export function drawCursor(context, step, place) {
  context.strokeStyle = cursorColour
  context.lineWidth = 1.2
  for (const { left, right, top, height, toX } of place.boxes) {
    const x = toX(step)
    if (x < left - 1 || x > right + 1) continue
    context.beginPath()
    context.moveTo(x, top)
    context.lineTo(x, top + height)
    context.stroke()
  }
}

/** The spike next to a point of the canvas, if one is near. */
export function spikeAt(spikes, view, place, x, y, reach = 6) {
  const box = boxAt(place, x, y, reach)
  if (!box) return undefined
  const { times, units } = spikes
  const step = view.from + (x - box.left) / place.perStep - 0.5
  const around = reach / place.perStep + 0.5
  const from = firstAt(times, Math.max(0, Math.floor(step - around)), box.panel.from, box.panel.to)
  let best
  let nearest = reach * reach + 1
  for (let k = from; k < box.panel.to && times[k] <= step + around; k++) {
    const dx = (times[k] - step) * place.perStep
    const dy = box.top + (box.panel.unitCount - 0.5 - units[k]) * box.perUnit - y
    const distance = dx * dx + dy * dy
    if (distance >= nearest) continue
    nearest = distance
    best = k
  }
  return best === undefined
    ? undefined
    : { panel: box.panel, unit: units[best], step: times[best], moved: spikes.moved[best] === 1, box }
}

/** A spike in words. */
export function nameSpike({ panel, unit, step, moved }, dt) {
  const parts = [panel.name, `unit ${unit}`, `${Number((step * dt).toFixed(3))} ms`]
  if (panel.className) parts.push(`class ${panel.className}`)
  if (moved) parts.push("moved")
  return parts.join(" · ")
}

/** A ring around a spike that was found. */
export function ring(context, { box, unit, step }, element) {
  context.strokeStyle = themeOf(element).ink
  context.lineWidth = 1
  context.beginPath()
  context.arc(box.toX(step + 0.5), box.top + (box.panel.unitCount - 0.5 - unit) * box.perUnit, 6, 0, 7)
  context.stroke()
}

/** Spikes that the play head has just passed glow, fading over `trail` steps. */
export function drawPlayed(context, { times, units, steps }, place, step) {
  const trail = Math.max(3, steps / 40)
  context.fillStyle = cursorColour
  for (const { panel, top, perUnit, left, right, toX } of place.boxes) {
    const size = Math.min(5, Math.max(2.5, perUnit))
    const end = firstAt(times, Math.floor(step) + 1, panel.from, panel.to)
    for (let k = firstAt(times, Math.max(0, step - trail), panel.from, end); k < end; k++) {
      const x = toX(times[k] + 0.5)
      if (x < left || x > right) continue
      context.globalAlpha = 1 - (0.9 * (step - times[k])) / trail
      const y = top + (panel.unitCount - 0.5 - units[k]) * perUnit
      context.fillRect(x - size / 2, y - size / 2, size, size)
    }
  }
  context.globalAlpha = 1
}

/** Calls `renew` once for an update that changes several of the spikes' fields, or `others`. */
export function whenSpikesChange(model, others, renew) {
  let waiting = false
  const soon = () => {
    if (waiting) return
    waiting = true
    queueMicrotask(() => {
      waiting = false
      renew()
    })
  }
  for (const name of ["panels", "times", "units", "moved", "steps", "dt", ...others]) model.on(`change:${name}`, soon)
}
