import { Chart, type ChartSpec } from "./chart.js"
import { colours } from "./colours.js"
import { rasterImage } from "./raster-image.js"
import { type Panel, panelsOf, type RasterInput } from "./raster-panels.js"

/** A spike of its own on the page, with a tooltip, costs bytes: beyond this many in all, panels become pictures. */
const mostMarks = 5000
/** A drawn mark is ten times as long as a live one, so the still picture changes earlier. */
const mostStillMarks = 500

export interface RasterOptions {
  title?: string
  /** Panels side by side. */
  columns?: number
  /** Size of a panel, in pixels. */
  width?: number
  height?: number
  /** Most panels shown; the title says when there are more samples. */
  limit?: number
}

/**
 * Spikes over time, a panel a sample: time in ms to the right, units upwards. Up to 5000 spikes are marks with a tooltip, more
 * are drawn as pictures, so that a notebook stays small.
 */
export function raster(input: RasterInput, options: RasterOptions = {}): Chart {
  const { columns = 3, limit = 12 } = options
  const { panels, count } = panelsOf(input, limit)
  const { width = panels.length === 1 ? 420 : 220, height = 180 } = options
  const spikes = panels.reduce((sum, { train }) => sum + train.times.length, 0)
  const duration = Math.max(...panels.map(({ train }) => train.steps * train.dt))
  const more = count > panels.length ? `the first ${panels.length} of ${count} samples` : ""
  const title = [options.title, more].filter(Boolean).join(": ")
  const draw = (asMarks: boolean): ChartSpec => {
    const specs = panels.map((panel, index) => ({
      title: { text: panel.name, fontSize: 11, fontWeight: "normal" },
      width,
      height,
      ...(asMarks ? marks(panel, height) : picture(panel, { width, height, duration })),
      encoding: axes(panel, duration, { leftmost: index % columns === 0, asMarks }),
    }))
    return {
      description: `raster of ${count === 1 ? `one sample (${panels[0].name})` : `${count} samples`}, ${spikes} spikes`,
      ...(title && { title }),
      ...(specs.length === 1 ? specs[0] : { concat: specs, columns, spacing: 14 }),
    }
  }
  return new Chart(draw(spikes <= mostMarks), { still: draw(spikes <= mostStillMarks) })
}

/** Every spike as a short upright line. The data are CSV, a third of the size of a list of objects. */
function marks({ name, train }: Panel, height: number): ChartSpec {
  const rows = Array.from(train.times, (time, k) => `${round(time * train.dt)},${train.units[k]}`)
  return {
    data: {
      values: ["time,unit", ...rows].join("\n"),
      format: { type: "csv", parse: { time: "number", unit: "number" } },
    },
    transform: [{ calculate: JSON.stringify(train.className ?? name), as: "class" }],
    mark: {
      type: "tick",
      orient: "vertical",
      thickness: 2,
      size: clamp(height / train.unitCount, 3, 12),
      color: colours[0],
    },
  }
}

function picture(
  panel: Panel,
  { width, height, duration }: { width: number; height: number; duration: number },
): ChartSpec {
  const { train } = panel
  const url = rasterImage(train, Math.round(duration / train.dt), { width, height })
  const mark = { type: "image", url, width, height, aspect: false, align: "left", baseline: "top", smooth: false }
  return { data: { values: [{}] }, mark }
}

function axes({ train }: Panel, duration: number, { leftmost, asMarks }: { leftmost: boolean; asMarks: boolean }) {
  const x = {
    type: "quantitative",
    scale: { domain: [0, duration], nice: false },
    axis: { title: "time (ms)", grid: false, tickCount: 5, labelOverlap: "parity", labelSeparation: 8 },
  }
  const y = {
    type: "quantitative",
    scale: { domain: [-0.5, train.unitCount - 0.5], nice: false, zero: false },
    axis: { title: leftmost ? "unit" : null, grid: false, tickMinStep: 1, tickCount: 5 },
  }
  if (!asMarks) return { x: { datum: 0, ...x }, y: { datum: train.unitCount - 0.5, ...y } }
  const tooltip = [
    { field: "unit", type: "quantitative" },
    { field: "time", type: "quantitative", title: "time (ms)" },
    { field: "class", type: "nominal" },
  ]
  return { x: { field: "time", ...x }, y: { field: "unit", ...y }, tooltip }
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
