import { extent, range, tickStep } from "d3-array"
import { checkOptions } from "../known-options.js"
import { barView } from "./bar-view.js"
import { Chart, type ChartSpec } from "./chart.js"

/** Numbers under the name they should have in the legend. */
export type NamedNumbers = { readonly [name: string]: ArrayLike<number> }

export interface HistogramOptions {
  title?: string
  /** Name of the axis to the right, with its unit. */
  valueTitle?: string
  /** About how many bars. */
  bins?: number
  /** Begin at 0, also where no value is near. */
  fromZero?: boolean
  /** Colours of the lists, in their order. */
  palette?: readonly string[]
}

/**
 * How often values occur: one list, or several lists under their names, over the same bars.
 *
 * @throws RangeError when there is no value
 */
export function histogram(values: ArrayLike<number> | NamedNumbers, options: HistogramOptions = {}): Chart {
  checkOptions("histogram", options, { title: true, valueTitle: true, bins: true, fromZero: true, palette: true })
  const lists = isList(values) ? { values } : values
  const { title } = options
  const total = Object.values(lists).reduce((sum, list) => sum + list.length, 0)
  return new Chart({
    description: `histogram of ${Object.entries(lists)
      .map(([name, list]) => `${list.length} ${name}`)
      .join(", ")}`,
    ...(title && { title }),
    ...histogramView(lists, options, total <= 0),
  })
}

/** Whether this is one list of numbers, and not several under their names. */
export const isList = (values: ArrayLike<number> | NamedNumbers): values is ArrayLike<number> =>
  typeof (values as ArrayLike<number>).length === "number"

/** One panel of bars. */
export function histogramView(lists: NamedNumbers, options: HistogramOptions, empty = false): ChartSpec {
  const { valueTitle = "value", bins = 30 } = options
  const names = Object.keys(lists)
  const all = Object.values(lists).flatMap((list) => Array.from(list))
  const bad = all.find((value) => !Number.isFinite(value))
  if (bad !== undefined) throw new RangeError(`histogram: ${bad} has no place on an axis; give finite numbers.`)
  const [low, high] = extent(options.fromZero ? [0, ...all] : all)
  if (empty || all.length === 0 || low === undefined || high === undefined)
    throw new RangeError("histogram: there is no value to count.")
  // Values that are equal, or nearly so, get one bar.
  const largest = Math.max(Math.abs(low), Math.abs(high))
  const flat = high - low <= 1e-9 * largest || high - low < 1e-300
  const step = flat ? tickStep(0, Math.max(1, largest), 10) : tickStep(low, high, bins)
  const first = Math.floor(low / step)
  const last = Math.max(first + 1, Math.ceil(high / step))
  const edges = range(first, last + 1).map((k) => Number((k * step).toPrecision(12)))
  const bars = names.flatMap((name) => {
    const counts = new Array<number>(edges.length - 1).fill(0)
    for (const value of Array.from(lists[name])) {
      // Rounding may put a value just outside the bars; it belongs to the nearest.
      counts[Math.min(counts.length - 1, Math.max(0, Math.floor(value / step) - first))]++
    }
    return counts.map((count, k) => ({ name, from: edges[k], to: edges[k + 1], count }))
  })
  return barView(bars, names, { valueTitle, height: "count", palette: options.palette })
}
