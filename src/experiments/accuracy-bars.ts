import { deviation, flatGroup, mean } from "d3-array"
import { Chart, colours, wrapTitle } from "../plot/index.js"

/** One result as a bar's chart needs it. */
export interface BarRow {
  /** The bar. */
  readonly name: string
  /** The group of bars. */
  readonly group: string
  readonly accuracy: number
}

/**
 * Accuracy as bars, one a name, grouped: the mean over repeats with one standard deviation, and every repeat as a point.
 *
 * @param options `chance`: accuracy of guessing, drawn as a line
 * @throws RangeError when there are no rows
 */
export function accuracyBars(
  rows: readonly BarRow[],
  { chance, title }: { chance?: number; title?: string } = {},
): Chart {
  if (rows.length === 0) throw new RangeError("accuracyBars: there are no rows to show yet.")
  const repeats = rows.map(({ name, group, accuracy }) => ({ name, group, accuracy }))
  const bars = flatGroup(
    repeats,
    (row) => row.group,
    (row) => row.name,
  ).map(([group, name, same]) => {
    const values = same.map(({ accuracy }) => accuracy)
    const [average, spread] = [mean(values)!, deviation(values) ?? 0]
    const [low, high] = [Math.max(0, average - spread), Math.min(1, average + spread)]
    return { group, name, mean: average, deviation: spread, low, high, repeats: values.length }
  })
  const names = [...new Set(repeats.map(({ name }) => name))]
  const groups = [...new Set(repeats.map(({ group }) => group))]
  const top = Math.min(1, Math.ceil(10 * Math.max(...bars.map(({ high }) => high))) / 10)
  const y = { type: "quantitative", title: "accuracy", scale: { domain: [0, top] }, axis: { format: ".0%" } }
  const width = Math.max(300, 34 * bars.length + 40, 64 * groups.length)
  const lines = Object.fromEntries(groups.map((group) => [group, wrapTitle(group, width / groups.length)]))
  const x = {
    field: "group",
    type: "nominal",
    title: null,
    sort: groups,
    axis: { labelAngle: 0, labelLimit: 320, labelExpr: `${JSON.stringify(lines)}[datum.label]` },
  }
  const offset = { xOffset: { field: "name", sort: names } }
  const color = {
    field: "name",
    type: "nominal",
    title: null,
    scale: { domain: names, range: names.map((_, k) => colours[k % colours.length]) },
    legend: names.length > 1 ? { orient: "right", labelLimit: 240 } : null,
  }
  const percent = { type: "quantitative", format: ".1%" }
  const tooltip = [
    { field: "group", type: "nominal", title: " " },
    { field: "name", type: "nominal", title: " " },
    { field: "mean", ...percent },
    { field: "deviation", ...percent },
    { field: "repeats", type: "quantitative" },
  ]
  const rule = [
    {
      data: { values: [{}] },
      mark: { type: "rule", strokeDash: [3, 3], color: "#888888" },
      encoding: { y: { datum: chance } },
    },
  ]
  return new Chart({
    description: `accuracy of ${names.join(", ")} by ${groups.join(", ")}; ${rows.length} results`,
    ...(title && { title }),
    width,
    height: 260,
    layer: [
      {
        data: { values: bars },
        mark: { type: "bar", opacity: 0.75 },
        encoding: { x, y: { field: "mean", ...y }, ...offset, color, tooltip },
      },
      {
        data: { values: bars },
        mark: { type: "rule", strokeWidth: 1.5 },
        encoding: { x, y: { field: "low", ...y }, y2: { field: "high" }, ...offset },
      },
      {
        data: { values: repeats },
        mark: { type: "point", size: 14, filled: true, color: "#555555" },
        encoding: { x, y: { field: "accuracy", ...y }, ...offset },
      },
      ...(chance === undefined ? [] : rule),
    ],
  })
}
