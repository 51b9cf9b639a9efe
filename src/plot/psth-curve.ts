import { max } from "d3-array"
import { checkOptions } from "../known-options.js"
import { psth } from "../spikes/index.js"
import { Chart } from "./chart.js"
import { type DataToShow, namedData, stepsOf } from "./named-data.js"
import { dimmedUnlessPicked, legendPick, seriesEncodings } from "./series.js"

export interface PsthCurveOptions {
  /** Length of a bin (ms), a whole number of steps; by default as short as about a hundred bins allow. */
  bin?: number
  title?: string
}

/** Bins shown where no length is asked for. */
const most = 100

/**
 * Spikes over time (peri-stimulus time histogram): the mean number a sample in each bin, over all units. One data set, or several to compare.
 *
 * @throws RangeError when there are no samples, or the bin is no whole number of steps
 * @example psthCurve({ whole, norm })
 */
export function psthCurve(input: DataToShow, options: PsthCurveOptions = {}): Chart {
  checkOptions("psthCurve", options, { bin: true, title: true })
  const { bin, title } = options
  const all = namedData(input, "psthCurve")
  const wide = bin ?? max(all, ([, { steps, dt }]) => Math.ceil(steps / most) * dt)!
  const rows = all.flatMap(([name, data]) => {
    stepsOf(wide, data, "psthCurve")
    const bins = psth(data, { bin: wide })
    return bins.map(({ time, spikes }) => ({ name, from: time, middle: time + wide / 2, to: time + wide, spikes }))
  })
  const names = all.map(([name]) => name)
  const { color, strokeDash } = seriesEncodings("name", names, { symbolType: "stroke" })
  const duration = max(rows, ({ to }) => to)
  const y = {
    field: "spikes",
    type: "quantitative",
    title: `spikes a sample in ${round(wide)} ms`,
    scale: { zero: true },
  }
  return new Chart({
    description: `spikes over time of ${names.join(", ")}, in bins of ${round(wide)} ms`,
    ...(title && { title }),
    width: 420,
    height: 200,
    data: { values: rows },
    encoding: { y, color },
    layer: [
      {
        params: [legendPick("name")],
        mark: { type: "line", strokeWidth: 2, interpolate: "step" },
        encoding: { x: axis("middle", duration), strokeDash, opacity: dimmedUnlessPicked(1) },
      },
      {
        // A line has no tooltip of its own for each bin.
        mark: { type: "point", filled: true, size: 60, opacity: 0 },
        encoding: {
          x: axis("middle", duration),
          tooltip: [
            ...(names.length > 1 ? [{ field: "name", type: "nominal", title: " " }] : []),
            { field: "from", type: "quantitative", title: "from (ms)" },
            { field: "to", type: "quantitative", title: "to (ms)" },
            { field: "spikes", type: "quantitative", title: "spikes a sample", format: ".3~f" },
          ],
        },
      },
    ],
  })
}

const axis = (field: string, duration: number | undefined) => ({
  field,
  type: "quantitative",
  title: "time (ms)",
  scale: { domain: [0, duration], nice: false },
  axis: { grid: false, tickCount: 6 },
})

const round = (ms: number): number => Number(ms.toPrecision(6))
