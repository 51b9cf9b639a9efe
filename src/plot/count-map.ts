import { max, sum } from "d3-array"
import { checkOptions } from "../known-options.js"
import { countsByClass, type SpikeDataset } from "../spikes/index.js"
import { Chart, type ChartSpec } from "./chart.js"
import { namedData } from "./named-data.js"

export interface CountMapOptions {
  title?: string
  /** Size in pixels. */
  width?: number
  height?: number
}

/** Fields at most: neighbouring units share one where there are more, and a drawn field takes more room than a live one. */
const live = 2500
const still = 600

/**
 * Spike counts by unit (to the right) and class (downwards): the mean count a sample, as colour. Classes whose rows differ can be told apart by
 * counts alone; in a norm data set all rows are the same.
 *
 * @throws RangeError when there are no samples
 */
export function countMap(data: SpikeDataset, options: CountMapOptions = {}): Chart {
  checkOptions("countMap", options, { title: true, width: true, height: true })
  namedData(data, "countMap")
  const classes = data.classNames.length
  const { title, width = 420, height = Math.min(320, Math.max(80, 14 * classes)) } = options
  const counts = countsByClass(data)
  const draw = (most: number): ChartSpec => {
    const together = Math.ceil((classes * data.unitCount) / most)
    const rows = data.classNames.flatMap((_, c) =>
      meansOf(counts.subarray(c * data.unitCount, (c + 1) * data.unitCount), together).map(
        (count, g) => `${c},${g * together},${count}`,
      ),
    )
    const several = together > 1
    return {
      description: `mean spike counts of ${data.name}: ${classes} classes, ${data.unitCount} units, up to ${(max(counts) ?? 0).toFixed(1)}`,
      ...(title && { title }),
      width,
      height,
      // CSV is a third of the size of a list of objects.
      data: {
        values: ["row,first,count", ...rows].join("\n"),
        format: { type: "csv", parse: { row: "number", first: "number", count: "number" } },
      },
      transform: [
        { calculate: `${JSON.stringify(data.classNames)}[datum.row]`, as: "class" },
        { calculate: `min(datum.first + ${together}, ${data.unitCount}) - 1`, as: "last" },
        { calculate: "datum.first - 0.5", as: "from" },
        { calculate: "datum.last + 0.5", as: "to" },
        { calculate: "datum.first + ' to ' + datum.last", as: "units" },
      ],
      mark: { type: "rect" },
      encoding: {
        x: {
          field: "from",
          type: "quantitative",
          bin: { binned: true },
          title: "unit",
          scale: { domain: [-0.5, data.unitCount - 0.5], nice: false, zero: false },
          axis: { grid: false, tickCount: 6, tickMinStep: 1 },
        },
        x2: { field: "to" },
        y: { field: "class", type: "nominal", sort: null, title: "class", axis: { labelOverlap: "parity" } },
        color: {
          field: "count",
          type: "quantitative",
          scale: { scheme: "viridis", zero: true },
          legend: { title: "spikes", gradientLength: Math.min(120, height), tickCount: 4 },
        },
        tooltip: [
          { field: "class", type: "nominal" },
          { field: several ? "units" : "first", type: "nominal", title: several ? "units" : "unit" },
          { field: "count", type: "quantitative", title: "spikes a sample", format: ".2f" },
        ],
      },
    }
  }
  return new Chart(draw(live), { still: draw(still) })
}

/** Mean over each `together` neighbours. */
function meansOf(counts: Float64Array, together: number): number[] {
  return Array.from({ length: Math.ceil(counts.length / together) }, (_, g) => {
    const group = counts.subarray(g * together, (g + 1) * together)
    return Number((sum(group) / group.length).toFixed(3))
  })
}
