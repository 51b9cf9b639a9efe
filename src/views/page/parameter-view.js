import { make, numbers, palette, panelsAcross, status, surface, themeOf, ticks } from "./canvas.js"

// Weights and delays of each connection, and trained constants of each population: what they were at first (grey) and what they are at the epoch that the slider says.

const bars = 40
const grey = "#888888"
const rowHeight = 150

export default {
  render({ model, el, signal }) {
    const connections = model.get("connections")
    const constants = model.get("constants")
    const withDelays = connections.some(({ axons }) => axons > 0)
    // Of a connection weights, delays and each unit's delay stand side by side; where the cell is too narrow for that, one below the other.
    const columns = (width) => panelsAcross(width, withDelays ? 3 : Math.min(3, connections.length + constants.length))
    const inRows = (width) => withDelays && columns(width) === 3
    const panelCount = connections.length + 2 * connections.filter(({ axons }) => axons > 0).length + constants.length
    const rowCount = (width) =>
      inRows(width) ? connections.length + Math.ceil(constants.length / 3) : Math.ceil(panelCount / columns(width))
    const height = (width) => rowHeight * rowCount(width) + 6
    const bar = make(
      "label",
      {},
      "display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center; font-size: 13px; padding: 2px 0 6px",
    )
    const slider = make("input", { type: "range", min: 0, step: 1 }, "width: 260px; max-width: 60%")
    slider.dataset.control = "epoch"
    const said = make("output", {}, "font-variant-numeric: tabular-nums; white-space: nowrap")
    bar.append(
      make("span", { textContent: "epoch" }),
      slider,
      said,
      make("span", { textContent: "grey: at first" }, "opacity: 0.65"),
    )
    el.append(bar)
    // The newest is shown until somebody goes back.
    let at
    let panels = []
    const { canvas, ask } = surface(el, { height, label: model.get("label"), draw, signal })
    const line = status(el)

    function draw(context, width) {
      const wide = width / columns(width)
      const { weights, delays, values, first, ranges } = moment()
      let from = 0
      let row = 0
      panels = []
      /** Where the next panel stands; `column` only where each connection has a row. */
      const next = (column) => {
        const k = panels.length
        const [x, y] = inRows(width) ? [column, row] : [k % columns(width), Math.floor(k / columns(width))]
        return { x: x * wide, y: y * rowHeight, wide, tall: rowHeight, element: el }
      }
      connections.forEach((connection, k) => {
        const { from: source, to, axons, bounds } = connection
        row = k
        const binned = (values) => {
          const [low, high, ...counts] = values.subarray(k * (bars + 2), (k + 1) * (bars + 2))
          return { low, high, counts }
        }
        panels.push(
          drawHistogram(context, `weights ${source} → ${to}`, binned(first.weights), binned(weights), next(0)),
        )
        if (axons === 0) return
        const now = delays.subarray(from, from + axons)
        const start = first.delays.subarray(from, from + axons)
        from += axons
        const [low, high] = bounds
        const binnedDelays = (values) => ({ low, high, counts: countsOf(values, low, high) })
        panels.push(drawHistogram(context, `delays of ${source} (ms)`, binnedDelays(start), binnedDelays(now), next(1)))
        panels.push(drawByUnit(context, `delay of each unit of ${source}`, start, now, bounds, "ms", next(2)))
      })
      from = 0
      constants.forEach(({ population, name, unit, count }, k) => {
        row = connections.length + Math.floor(k / 3)
        const [start, now] = [first.values, values].map((all) => all.subarray(from, from + count))
        from += count
        panels.push(drawByUnit(context, `${name} of ${population}`, start, now, ranges[k], unit, next(k % 3)))
      })
    }

    function moment() {
      const all = {
        weights: numbers(model.get("weights"), Float32Array),
        delays: numbers(model.get("delays"), Float32Array),
        values: numbers(model.get("constantValues"), Float32Array),
      }
      const count = model.get("epochs").length
      const k = Math.min(at ?? count - 1, count - 1)
      const part = (values, which) =>
        values.subarray((values.length / count) * which, (values.length / count) * (which + 1))
      const numbersAt = (which) => ({
        weights: part(all.weights, which),
        delays: part(all.delays, which),
        values: part(all.values, which),
      })
      // one scale for all moments, so that one sees how far a constant has gone
      let from = 0
      const ranges = constants.map((constant) => {
        const start = from
        from += constant.count
        const own = Array.from({ length: count }, (_, m) => [...numbersAt(m).values.subarray(start, from)]).flat()
        const [low, high] = [Math.min(...own), Math.max(...own)]
        const margin = 0.05 * (high - low) || 0.05 * Math.abs(high) || 1
        return [low - margin, high + margin]
      })
      return { ...numbersAt(k), first: numbersAt(0), ranges }
    }

    function show() {
      const epochs = model.get("epochs")
      slider.max = String(epochs.length - 1)
      slider.disabled = epochs.length < 2
      const k = Math.min(at ?? epochs.length - 1, epochs.length - 1)
      if (at === undefined) slider.value = String(k)
      said.textContent = epochs[k] === 0 ? "start" : `${epochs[k]} of ${epochs.at(-1)}`
      canvas.setAttribute("aria-label", model.get("label"))
      canvas.dataset.epoch = String(epochs[k])
      ask()
    }

    slider.oninput = () => {
      const last = model.get("epochs").length - 1
      at = slider.valueAsNumber >= last ? undefined : slider.valueAsNumber
      show()
    }
    canvas.addEventListener("pointermove", (event) => {
      const { offsetX: x, offsetY: y } = event
      const panel = panels.find(
        ({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
      )
      line.textContent = panel ? panel.tell(x) : ""
    })
    canvas.addEventListener("pointerleave", () => {
      line.textContent = ""
    })
    model.on("change:epochs", () => queueMicrotask(show))
    show()
  },
}

function countsOf(values, low, high) {
  const counts = new Array(bars).fill(0)
  for (const value of values)
    counts[Math.min(bars - 1, Math.max(0, Math.floor(((value - low) / (high - low || 1)) * bars)))]++
  return counts
}

function frame(context, title, { x, y, wide, tall, element }) {
  const { ink, faint } = themeOf(element)
  const box = { x: x + 44, y: y + 20, width: wide - 58, height: tall - 46 }
  context.font = "11px system-ui, sans-serif"
  context.fillStyle = ink
  context.textAlign = "left"
  context.fillText(title, box.x, y + 13)
  context.strokeStyle = faint
  context.lineWidth = 1
  context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1)
  return box
}

/** What was as a grey outline, what is as filled bars. */
function drawHistogram(context, title, first, now, place) {
  const box = frame(context, title, place)
  const low = Math.min(first.low, now.low)
  const high = Math.max(first.high, now.high, low + 1e-9)
  // Bars of different widths are compared by their area.
  const density = ({ low: from, high: to, counts }) => counts.map((count) => count / ((to - from) / bars || 1))
  const [was, is] = [density(first), density(now)]
  const most = Math.max(...was, ...is, 1e-9)
  const toX = (value) => box.x + ((value - low) / (high - low)) * box.width
  const toY = (value) => box.y + box.height * (1 - value / most)
  context.fillStyle = palette[0]
  context.globalAlpha = 0.75
  is.forEach((value, k) => {
    const left = toX(now.low + ((now.high - now.low) * k) / bars)
    const right = toX(now.low + ((now.high - now.low) * (k + 1)) / bars)
    context.fillRect(left, toY(value), Math.max(1, right - left - 0.5), box.y + box.height - toY(value))
  })
  context.globalAlpha = 1
  context.strokeStyle = grey
  context.lineWidth = 1.3
  context.beginPath()
  context.moveTo(toX(first.low), toY(0))
  was.forEach((value, k) => {
    context.lineTo(toX(first.low + ((first.high - first.low) * k) / bars), toY(value))
    context.lineTo(toX(first.low + ((first.high - first.low) * (k + 1)) / bars), toY(value))
  })
  context.lineTo(toX(first.high), toY(0))
  context.stroke()
  context.fillStyle = themeOf(place.element).ink
  context.textAlign = "center"
  for (const value of ticks(low, high, box.width / 60))
    context.fillText(String(value), toX(value), box.y + box.height + 14)
  return {
    box,
    tell(x) {
      const value = low + ((x - box.x) / box.width) * (high - low)
      const count = ({ low: from, high: to, counts }) =>
        counts[Math.floor(((value - from) / (to - from || 1)) * bars)] ?? 0
      return `${title} · near ${Number(value.toPrecision(3))}: ${count(now)} (at first ${count(first)})`
    },
  }
}

function drawByUnit(context, title, start, now, [low, high], measure, place) {
  const box = frame(context, measure ? `${title} (${measure})` : title, place)
  const toX = (unit) => box.x + ((unit + 0.5) / now.length) * box.width
  const toY = (delay) => box.y + box.height * (1 - (delay - low) / (high - low || 1))
  const size = Math.max(1, Math.min(3, (box.width / now.length) * 0.4))
  now.forEach((delay, unit) => {
    context.strokeStyle = grey
    context.globalAlpha = 0.6
    context.lineWidth = 1
    context.beginPath()
    context.moveTo(toX(unit), toY(start[unit]))
    context.lineTo(toX(unit), toY(delay))
    context.stroke()
    context.fillStyle = grey
    context.fillRect(toX(unit) - size / 2, toY(start[unit]) - size / 2, size, size)
    context.globalAlpha = 1
    context.fillStyle = palette[0]
    context.beginPath()
    context.arc(toX(unit), toY(delay), size, 0, 7)
    context.fill()
  })
  context.fillStyle = themeOf(place.element).ink
  context.textAlign = "right"
  for (const value of ticks(low, high, 3)) context.fillText(String(value), box.x - 5, toY(value) + 4)
  context.textAlign = "center"
  for (const unit of ticks(0, now.length - 1, box.width / 60))
    context.fillText(String(unit), toX(unit), box.y + box.height + 14)
  return {
    box,
    tell(x) {
      const unit = Math.min(now.length - 1, Math.max(0, Math.floor(((x - box.x) / box.width) * now.length)))
      const words = (value) => `${Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(1)}`
      const who = now.length > 1 ? `unit ${unit}` : title
      return `${who} · ${words(now[unit])} ${measure} (at first ${words(start[unit])})`
    },
  }
}
