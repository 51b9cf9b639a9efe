import { checkOptions } from "../known-options.js"
import { type CorrelogramOptions, correlogram } from "../spikes/index.js"
import { barView } from "./bar-view.js"
import { Chart } from "./chart.js"
import { type DataToShow, namedData } from "./named-data.js"

export interface CorrelationHistogramOptions extends CorrelogramOptions {
  title?: string
}

/**
 * Cross-correlation histogram: how many spikes of unit `to` come at each lag after (to the right) or before (to the left) a spike of unit `from`.
 * One data set, or several to compare.
 *
 * @throws RangeError when a unit does not exist
 * @example correlationHistogram(crossIsi({ seed: 1 }), { from: 0, to: 1, window: 100 })
 */
export function correlationHistogram(input: DataToShow, options: CorrelationHistogramOptions): Chart {
  checkOptions("correlationHistogram", options, { from: true, to: true, window: true, title: true })
  const all = namedData(input, "correlationHistogram")
  const { from, to, title } = options
  const bars = all.flatMap(([name, data]) =>
    correlogram(data, options).map(({ lag, pairs }) => ({
      name,
      from: lag - data.dt / 2,
      to: lag + data.dt / 2,
      lag,
      pairs,
    })),
  )
  const total = bars.reduce((sum, { pairs }) => sum + pairs, 0)
  const names = all.map(([name]) => name)
  const what = from === to ? `unit ${from} with itself` : `unit ${to} about the spikes of unit ${from}`
  const valueTitle = from === to ? `lag (ms), unit ${from}` : `lag of unit ${to} behind unit ${from} (ms)`
  return new Chart({
    description: `spikes of ${what} (${names.join(", ")}): ${total} pairs`,
    ...(title && { title }),
    ...barView(bars, names, { valueTitle, height: "pairs", tells: ["lag"] }),
  })
}
