import { checkOptions } from "../known-options.js"
import type { SpikeTrain } from "../spikes/index.js"
import { Chart, type ChartSpec } from "./chart.js"
import { raster } from "./raster.js"
import { seriesEncodings } from "./series.js"

/** What some neurons of a population did. */
export interface RecordedActivity {
  /** Number of each neuron, by row. */
  readonly neurons: readonly number[]
  readonly spikes: SpikeTrain
  /** Potentials by row, one a step; none where they are not known. */
  readonly membrane: readonly Float32Array[]
}

export interface ActivityOptions {
  /** Length of a step (ms). */
  dt: number
  title?: string
  /** Most membranes drawn of a population: its first (3). */
  membranes?: number
}

const width = 420

/** Populations of a network over one sample, from the input up: each one's spikes, and the membranes of its first neurons. */
export function activity(populations: { readonly [name: string]: RecordedActivity }, options: ActivityOptions): Chart {
  checkOptions("activity", options, { dt: true, title: true, membranes: true })
  const { dt, title, membranes = 3 } = options
  const names = Object.keys(populations)
  if (names.length === 0) throw new RangeError("activity: there is no population to show; give at least one.")
  const all = names.map((name) => ({ name, ...populations[name] }))
  const rasters = all.map(({ name, spikes }) => raster({ [name]: spikes }, { width, height: 100 }))
  const potentials = all.map((population) =>
    population.membrane.length > 0 ? [membranePanel(population, dt, membranes)] : [],
  )
  const count = all.reduce((sum, { spikes }) => sum + spikes.times.length, 0)
  const draw = (part: "spec" | "still"): ChartSpec => ({
    description: `activity of ${names.join(", ")}: ${count} spikes in ${all[0].spikes.steps * dt} ms`,
    ...(title && { title }),
    vconcat: all.flatMap((_, k) => {
      const { $schema: _schema, description: _description, ...own } = rasters[k][part]
      return [own, ...potentials[k]]
    }),
    resolve: { scale: { color: "independent", strokeDash: "independent" } },
  })
  return new Chart(draw("spec"), { still: draw("still") })
}

/** Membrane potentials over time, a line a neuron. */
function membranePanel(
  { name, neurons, membrane }: RecordedActivity & { name: string },
  dt: number,
  membranes: number,
): ChartSpec {
  const shown = membrane.slice(0, membranes)
  const rows = shown.flatMap((values, row) =>
    Array.from(values, (value, t) => `${Number((t * dt).toFixed(3))},${neurons[row]},${Number(value.toPrecision(4))}`),
  )
  const { color, strokeDash } = seriesEncodings(
    "neuron",
    shown.map((_, row) => String(neurons[row])),
  )
  const legend = { title: "neuron", orient: "right", symbolType: "stroke" }
  return {
    title: { text: `${name}: membranes`, fontSize: 11, fontWeight: "normal" },
    width,
    height: 80,
    data: {
      values: ["time,neuron,membrane", ...rows].join("\n"),
      format: { type: "csv", parse: { time: "number", membrane: "number", neuron: "string" } },
    },
    mark: { type: "line", strokeWidth: 1.5 },
    encoding: {
      x: {
        field: "time",
        type: "quantitative",
        title: "time (ms)",
        scale: { domain: [0, shown[0].length * dt], nice: false },
        axis: { grid: false, tickCount: 5 },
      },
      y: { field: "membrane", type: "quantitative", title: "potential", axis: { tickCount: 4 } },
      color: { ...color, legend },
      strokeDash: { ...strokeDash, legend },
      tooltip: [
        { field: "neuron", type: "nominal" },
        { field: "time", type: "quantitative", title: "time (ms)" },
        { field: "membrane", type: "quantitative" },
      ],
    },
  }
}
