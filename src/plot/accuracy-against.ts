import { checkOptions } from "../known-options.js"
import { Chart } from "./chart.js"
import { colours } from "./colours.js"
import { namesOf, numbersOf, someRows } from "./rows.js"
import { dimmedUnlessPicked, distinct, legendPick, ruleAt, seriesEncodings } from "./series.js"
import { summarise } from "./summarise.js"
import { wrapTitle } from "./wrap-title.js"

export interface AgainstOptions<Column extends string> {
  /** Column that tells the lines apart. */
  by?: Column
  /** Column that tells panels apart, side by side. */
  across?: Column
  /** Panels in a row (at most 3). */
  columns?: number
  /** Column on the upward axis, between 0 and 1. */
  value?: Column | "accuracy"
  /** Accuracy of guessing, drawn as a line. */
  chance?: number
  title?: string
  /** Name of the axis to the right. */
  levelTitle?: string
}

/** What the panels of a row may take of a page's width, axes included (pixels); a legend lies below them. */
const rowWidth = 860
const axisWidth = 60

/**
 * Accuracy against the level of a perturbation: the mean over repeats as a line, one standard deviation as a band, and every
 * repeat as a point. Rows are results such as `{ model: "delays", fraction: 0.2, seed: 1, accuracy: 0.41 }`.
 *
 * @example accuracyAgainst(results, "fraction", { by: "model", chance: 0.05 })
 * @throws TypeError when a row lacks a column
 */
export function accuracyAgainst<Row extends object>(
  rows: readonly Row[],
  level: keyof Row & string,
  options: AgainstOptions<keyof Row & string> = {},
): Chart {
  checkOptions("accuracyAgainst", options, {
    by: true,
    across: true,
    columns: true,
    value: true,
    chance: true,
    title: true,
    levelTitle: true,
  })
  someRows(rows, "accuracyAgainst")
  const { by, across, columns, value = "accuracy", chance, title, levelTitle = level } = options
  const levels = numbersOf(rows, level, "accuracyAgainst")
  const values = numbersOf(rows, value, "accuracyAgainst")
  const names = by ? namesOf(rows, by, "accuracyAgainst") : rows.map(() => value)
  const panels = across ? namesOf(rows, across, "accuracyAgainst") : rows.map(() => "")
  const repeats = rows.map((_, i) => ({ level: levels[i], name: names[i], value: values[i], panel: panels[i] }))

  const summaries = summarise(repeats)
  const highest = Math.max(...values, ...summaries.map((point) => point.mean + point.deviation))
  const top = Math.min(1, Math.ceil(highest * 10) / 10)
  const places = distinct(panels)
  const inRow = Math.min(columns ?? 3, places.length)
  const width = across ? Math.min(300, Math.floor(rowWidth / inRow) - axisWidth) : 420
  const x = {
    type: "quantitative",
    title: wrapTitle(levelTitle, width),
    scale: { zero: false, nice: false, padding: 8 },
  }
  const lines = distinct(names)
  const { color, shape } = seriesEncodings("name", lines, { legend: across ? "bottom" : "right", symbolsOnly: true })
  // lines that share a colour with an earlier one are dashed
  const dashes = lines.map((_, i) => (i < colours.length ? [1, 0] : [5, 3]))
  const dashed = lines.length > colours.length && { strokeDash: { ...color, scale: { domain: lines, range: dashes } } }
  const percent = { type: "quantitative", format: ".1%" }
  const what = { field: "name", type: "nominal", title: by ?? " " }
  const at = { field: "level", type: "quantitative", title: level }
  const drawn = (panel: string, place: number) => {
    const own = repeats.filter((repeat) => repeat.panel === panel)
    const first = place % inRow === 0
    const y = {
      type: "quantitative",
      title: first ? value : null,
      scale: { domain: [0, top] },
      axis: { format: ".0%" },
    }
    return {
      ...(panel && { title: panel }),
      width,
      height: 260,
      layer: [
        ...(chance === undefined ? [] : ruleAt(chance, "chance")),
        {
          data: { values: summaries.filter((point) => point.panel === panel) },
          transform: [
            { calculate: "max(0, datum.mean - datum.deviation)", as: "low" },
            { calculate: "min(1, datum.mean + datum.deviation)", as: "high" },
          ],
          layer: [
            {
              mark: { type: "area", line: false },
              encoding: {
                x: { field: "level", ...x },
                y: { field: "low", ...y },
                y2: { field: "high" },
                color,
                opacity: dimmedUnlessPicked(0.2),
              },
            },
            {
              mark: { type: "line", strokeWidth: 2 },
              encoding: {
                x: { field: "level", ...x },
                y: { field: "mean", ...y },
                color,
                ...dashed,
                opacity: dimmedUnlessPicked(1),
              },
            },
            {
              ...(panel === panels[0] && { params: [legendPick("name")] }),
              mark: { type: "point", filled: true, size: 50 },
              encoding: {
                x: { field: "level", ...x },
                y: { field: "mean", ...y },
                color,
                shape,
                opacity: dimmedUnlessPicked(1),
                tooltip: [
                  what,
                  at,
                  { field: "mean", ...percent },
                  { field: "deviation", ...percent },
                  { field: "count", type: "quantitative", title: "repeats" },
                ],
              },
            },
          ],
        },
        {
          data: { values: own.map(({ level, name, value }) => ({ level, name, value })) },
          mark: { type: "point", size: 14, filled: true },
          encoding: {
            x: { field: "level", ...x },
            y: { field: "value", ...y },
            color,
            opacity: dimmedUnlessPicked(0.5),
            tooltip: [what, at, { field: "value", title: value, ...percent }],
          },
        },
      ],
    }
  }
  const views = places.map(drawn)
  const levelCount = distinct(levels).length
  return new Chart({
    description: `${value} against ${level}: ${lines.join(", ")}; ${levelCount} levels, ${rows.length} results`,
    ...(title && { title }),
    ...(views.length === 1
      ? views[0]
      : {
          concat: views,
          columns: inRow,
          resolve: { scale: { color: "shared", shape: "shared" } },
        }),
  })
}
