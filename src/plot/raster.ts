import { checkOptions } from "../known-options.js"
import type { SpikeTrain } from "../spikes/index.js"
import { Chart, type ChartSpec } from "./chart.js"
import { colours, marking } from "./colours.js"
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
  /** Spikes that are drawn red: 1 for each of them, a list a panel. */
  marked?: readonly Uint8Array[]
}

/**
 * Spikes over time, a panel a sample: time in ms to the right, units upwards. Up to 5000 spikes are marks with a tooltip, more
 * are drawn as pictures, so that a notebook stays small.
 */
export function raster(input: RasterInput, options: RasterOptions = {}): Chart {
  checkOptions("raster", options, { title: true, columns: true, width: true, height: true, limit: true, marked: true })
  const { columns = 3, limit = 12, marked } = options
  const { panels, count } = panelsOf(input, limit)
  const { width = panels.length === 1 ? 420 : 220, height = 180 } = options
  const spikes = panels.reduce((sum, { train }) => sum + train.times.length, 0)
  const duration = Math.max(...panels.map(({ train }) => train.steps * train.dt))
  const more = count > panels.length ? `the first ${panels.length} of ${count} samples` : ""
  const title = titled(options.title, more)
  const draw = (asMarks: boolean): ChartSpec => {
    const specs = panels.map((panel, index) => ({
      title: { text: panels.length > 1 ? panel.name : titled(panel.name, title), fontSize: 11, fontWeight: "normal" },
      width,
      height,
      ...(asMarks
        ? marks(panel, height, marked?.[index])
        : picture(panel, { width, height, duration }, marked?.[index])),
      encoding: {
        ...axes(panel, duration, { leftmost: index % columns === 0, asMarks }),
        ...(asMarks && marked && { color: markedColour }),
      },
    }))
    return {
      description: `raster of ${count === 1 ? `one sample (${panels[0].name})` : `${count} samples`}, ${spikes} spikes`,
      ...(specs.length === 1 ? specs[0] : { ...(title && { title }), concat: specs, columns, spacing: 14 }),
    }
  }
  return new Chart(draw(spikes <= mostMarks), { still: draw(spikes <= mostStillMarks) })
}

/** Those of two parts of a title that there are. */
const titled = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(": ")

const markedColour = { condition: { test: "datum.marked === 1", value: marking }, value: colours[0] }

/** Every spike as a short upright line. The data are CSV, a third of the size of a list of objects. */
function marks({ name, train }: Panel, height: number, marked?: Uint8Array): ChartSpec {
  const rows = Array.from(
    train.times,
    (time, k) => `${round(time * train.dt)},${train.units[k]}${marked ? `,${marked[k]}` : ""}`,
  )
  const numbers = ["time", "unit", ...(marked ? ["marked"] : [])]
  return {
    data: {
      values: [numbers.join(), ...rows].join("\n"),
      format: { type: "csv", parse: Object.fromEntries(numbers.map((column) => [column, "number"])) },
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
  { train }: Panel,
  { width, height, duration }: { width: number; height: number; duration: number },
  marked?: Uint8Array,
): ChartSpec {
  const draw = (spikes: SpikeTrain, colour: string) => {
    const url = rasterImage(spikes, Math.round(duration / train.dt), { width, height }, colour)
    return { type: "image", url, width, height, aspect: false, align: "left", baseline: "top", smooth: false }
  }
  const data = { values: [{}] }
  if (!marked) return { data, mark: draw(train, colours[0]) }
  const part = (mark: number) => {
    const has = (_: number, k: number) => marked[k] === mark
    return { ...train, times: train.times.filter(has), units: train.units.filter(has) }
  }
  return { data, layer: [{ mark: draw(part(0), colours[0]) }, { mark: draw(part(1), marking) }] }
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
