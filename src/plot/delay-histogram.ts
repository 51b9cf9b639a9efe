import { mean } from "d3-array"
import { checkOptions } from "../known-options.js"
import { delaysOf, type Network } from "../network/index.js"
import { Chart } from "./chart.js"
import { colours, quiet } from "./colours.js"
import { histogramView, isList, type NamedNumbers } from "./histogram.js"

// What was is grey.
const palette = [quiet, colours[0]]

/** Delays of a network (ms): one list, or one a layer under its name. */
export type Delays = ArrayLike<number> | NamedNumbers

export interface DelayHistogramOptions {
  title?: string
  bins?: number
}

/**
 * Delays before and after training (ms), a panel a layer: of a trained network, or two sets of numbers.
 *
 * @throws RangeError when the two do not have the same layers, or not the same number of delays in one, or the network has no delays
 */
export function delayHistogram(trained: Network, options?: DelayHistogramOptions): Chart
export function delayHistogram(before: Delays, after: Delays, options?: DelayHistogramOptions): Chart
export function delayHistogram(
  first: Network | Delays,
  second?: Delays | DelayHistogramOptions,
  options: DelayHistogramOptions = {},
): Chart {
  if (isNetwork(first)) {
    const now = delaysOf(first)
    return beforeAndAfter(first.initial ? delaysOf(first, first.initial) : now, now, second as DelayHistogramOptions)
  }
  return beforeAndAfter(first, second as Delays, options)
}

const isNetwork = (value: Network | Delays): value is Network => "connections" in value && "populations" in value

function beforeAndAfter(before: Delays, after: Delays, options: DelayHistogramOptions = {}): Chart {
  checkOptions("delayHistogram", options, { title: true, bins: true })
  const { title, bins = 24 } = options
  const old: NamedNumbers = isList(before) ? { delays: before } : before
  const now: NamedNumbers = isList(after) ? { delays: after } : after
  const layers = Object.keys(old)
  if (layers.join() !== Object.keys(now).join()) {
    throw new RangeError(
      `delayHistogram: before has the layers ${layers.join(", ")} and after ${Object.keys(now).join(", ")}; give the same ones.`,
    )
  }
  const moved: number[] = []
  const panels = layers.map((layer) => {
    if (old[layer].length !== now[layer].length) {
      throw new RangeError(
        `delayHistogram: ${layer} has ${old[layer].length} delays before and ${now[layer].length} after.`,
      )
    }
    for (let i = 0; i < old[layer].length; i++) moved.push(Math.abs(now[layer][i] - old[layer][i]))
    return {
      ...(layers.length > 1 && { title: layer }),
      ...histogramView(
        { before: old[layer], after: now[layer] },
        { valueTitle: "delay (ms)", bins, palette, fromZero: true },
      ),
    }
  })
  // A parameter may be named only once in a chart; the first panel's governs all.
  const views = panels.map((panel, index) => (index === 0 ? panel : { ...panel, params: undefined }))
  return new Chart({
    description: `delays before and after training: ${moved.length}, moved by ${(mean(moved) ?? 0).toFixed(1)} ms on average`,
    ...(title && { title }),
    ...(views.length === 1 ? views[0] : { hconcat: views, resolve: { scale: { color: "shared" } } }),
  })
}
