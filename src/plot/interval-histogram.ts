import { max, min } from "d3-array"
import { checkOptions } from "../known-options.js"
import { intervals } from "../spikes/index.js"
import { barView } from "./bar-view.js"
import { Chart } from "./chart.js"
import { type DataToShow, namedData, stepsOf } from "./named-data.js"

export interface IntervalHistogramOptions {
  /** Only intervals of these units; of all by default. */
  units?: readonly number[]
  /** Width of a bar (ms), a whole number of steps; by default as narrow as about sixty bars allow. */
  bin?: number
  /** Longest interval shown (ms); all by default. What is longer is counted in the chart's text. */
  longest?: number
  title?: string
}

const most = 60

/**
 * Inter-spike intervals: how long a unit waits from one spike to its next, as shares of all intervals. One data set, or several to compare.
 *
 * @throws RangeError when no unit spikes twice, or the bin is no whole number of steps
 * @example intervalHistogram({ whole, norm }, { longest: 400 })
 */
export function intervalHistogram(input: DataToShow, options: IntervalHistogramOptions = {}): Chart {
  checkOptions("intervalHistogram", options, { units: true, bin: true, longest: true, title: true })
  const all = namedData(input, "intervalHistogram").map(([name, data]) => {
    const found = intervals(data, options)
    if (found.length === 0) throw new RangeError(`intervalHistogram: no unit of ${name} has two spikes in a sample.`)
    return { name, data, found }
  })
  const longest = options.longest ?? max(all, ({ found }) => max(found))!
  if (!(longest > 0)) throw new RangeError(`intervalHistogram: longest is ${longest} ms; give more than 0.`)
  const coarsest = max(all, ({ data }) => data.dt)!
  const bin = options.bin ?? Math.ceil(longest / coarsest / most) * coarsest
  let beyond = 0
  const bars = all.flatMap(({ name, data, found }) => {
    const width = stepsOf(bin, data, "intervalHistogram")
    // Intervals are whole steps: with edges between two steps each belongs to one bar without doubt.
    const counts = new Array<number>(Math.ceil((longest / data.dt + 1e-9) / width)).fill(0)
    for (const interval of found) {
      const bar = Math.floor((Math.round(interval / data.dt) - 1) / width)
      if (bar < counts.length) counts[bar]++
      else beyond++
    }
    return counts.map((count, k) => {
      const from = (k * width + 0.5) * data.dt
      return { name, from, to: from + width * data.dt, share: count / found.length, count }
    })
  })
  const total = all.reduce((sum, { found }) => sum + found.length, 0)
  const shortest = min(all, ({ found }) => min(found))!
  return new Chart({
    description: `intervals between spikes of ${all.map(({ name }) => name).join(", ")}: ${total}, the shortest ${shortest} ms${beyond ? `, ${beyond} longer than shown` : ""}`,
    ...(options.title && { title: options.title }),
    ...barView(
      bars,
      all.map(({ name }) => name),
      {
        valueTitle: "interval (ms)",
        height: "share",
        heightTitle: "share of intervals",
        format: ".1%",
        tells: ["count"],
      },
    ),
  })
}
