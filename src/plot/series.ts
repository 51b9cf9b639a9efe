import { colours, quiet } from "./colours.js"

const shapes = ["circle", "square", "triangle-up", "diamond", "cross"]
const dashes = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [4, 4],
]

/** How to encode which series a line belongs to: by colour, and so that nobody needs colour, by dash and shape. */
export function seriesEncodings(
  column: string,
  names: readonly string[],
  {
    palette = colours,
    symbolType,
    legend: orient = "right",
    symbolsOnly = false,
  }: {
    palette?: readonly string[]
    symbolType?: string
    legend?: "right" | "bottom"
    /** Symbols in the legend have no outline, which a dash would fray. */
    symbolsOnly?: boolean
  } = {},
) {
  const colour = names.map((_, i) => palette[i % palette.length])
  // where names outnumber the colours, a colour has another dash and shape in its second round
  const marks = <T>(values: readonly T[]) =>
    names.map((_, i) => values[(i + Math.floor(i / palette.length)) % values.length])
  const field = { field: column, type: "nominal", title: null }
  const scale = (range: readonly unknown[]) => ({ domain: names, range })
  // below a chart in rows, as far as a page is wide
  const columns = orient === "bottom" && names.length > 4 ? { columns: 4 } : {}
  const symbols = { symbolOpacity: 1, ...(symbolType && { symbolType }), ...(symbolsOnly && { symbolStrokeWidth: 0 }) }
  const legend = names.length > 1 ? { orient, labelLimit: 240, ...columns, ...symbols } : null
  return {
    color: { ...field, scale: scale(colour), legend },
    strokeDash: { ...field, scale: scale(marks(dashes)), legend },
    shape: { ...field, scale: scale(marks(shapes)), legend },
  }
}

/** Dims what is not picked in the legend; `normal` is the opacity of what is. */
export const dimmedUnlessPicked = (normal: number) => ({
  condition: { param: "picked", value: normal },
  value: normal * 0.12,
})

/** A click in the legend picks a series, a click with shift further ones. */
export const legendPick = (column: string) => ({
  name: "picked",
  select: { type: "point", fields: [column] },
  bind: "legend",
})

/** A level line with its name, such as chance: below the line, for results lie above it. */
export function ruleAt(value: number, name: string) {
  const y = { datum: value, type: "quantitative" }
  const below = value > 0.04
  return [
    { data: { values: [{}] }, mark: { type: "rule", strokeDash: [3, 3], color: quiet }, encoding: { y } },
    {
      data: { values: [{}] },
      mark: {
        type: "text",
        text: name,
        align: "right",
        baseline: below ? "top" : "bottom",
        dx: -2,
        dy: below ? 4 : -3,
        color: quiet,
      },
      encoding: { y, x: { value: "width" } },
    },
  ]
}

/** Each value once, in the order of first appearance. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]
