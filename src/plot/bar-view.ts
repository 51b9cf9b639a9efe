import { max } from "d3-array"
import type { ChartSpec } from "./chart.js"
import { dimmedUnlessPicked, legendPick, seriesEncodings } from "./series.js"

/** A bar from one place on the axis to another. */
export interface Bar {
  /** Which of the things compared it belongs to. */
  readonly name: string
  readonly from: number
  readonly to: number
}

export interface BarOptions<B extends Bar> {
  /** Name of the axis to the right, with its unit. */
  valueTitle: string
  /** Which number of a bar is its height. */
  height: Exclude<keyof B, keyof Bar> & string
  heightTitle?: string
  /** How heights are written; whole numbers where nothing is said. */
  format?: string
  /** Further numbers that a bar tells. */
  tells?: readonly (keyof B & string)[]
  palette?: readonly string[]
}

/** One panel of bars that meet; where several things are compared, they lie over one another and the legend picks one. */
export function barView<B extends Bar>(
  bars: readonly B[],
  names: readonly string[],
  options: BarOptions<B>,
): ChartSpec {
  const { valueTitle, height, heightTitle = height, format, tells = [], palette } = options
  const { color } = seriesEncodings("name", names, { palette })
  const written = format ? { format } : {}
  return {
    width: 300,
    height: 200,
    params: [legendPick("name")],
    data: { values: bars },
    mark: { type: "bar", binSpacing: 1 },
    encoding: {
      x: {
        field: "from",
        type: "quantitative",
        bin: { binned: true },
        title: valueTitle,
        axis: { grid: false, tickCount: 6 },
      },
      x2: { field: "to" },
      y: {
        field: height,
        type: "quantitative",
        title: heightTitle,
        stack: null,
        axis: format ? { format: format.replace(".1", ".0") } : { tickMinStep: 1 },
        scale: { domain: [0, max(bars, (bar) => Number(bar[height])) || 1] },
      },
      color,
      opacity: dimmedUnlessPicked(names.length > 1 ? 0.6 : 0.9),
      tooltip: [
        ...(names.length > 1 ? [{ field: "name", type: "nominal", title: " " }] : []),
        { field: "from", type: "quantitative", format: ".4~g" },
        { field: "to", type: "quantitative", format: ".4~g" },
        { field: height, type: "quantitative", ...(heightTitle !== height && { title: heightTitle }), ...written },
        ...tells.map((field) => ({ field, type: "quantitative" })),
      ],
    },
  }
}
