import { flatGroup, mean } from "d3-array"
import { Chart } from "../plot/index.js"

/** One result as the matrix needs it. */
export interface MatrixRow {
  readonly panel: string
  readonly trained: number
  readonly tested: number
  readonly accuracy: number
}

/**
 * Accuracy as a matrix of colours and numbers, trained at (upward) against tested at (to the right), a panel each side by side;
 * a mean over repeats.
 *
 * @throws RangeError when there are no rows
 */
export function accuracyMatrix(
  rows: readonly MatrixRow[],
  { levelTitle = "level" }: { levelTitle?: string } = {},
): Chart {
  if (rows.length === 0) throw new RangeError("accuracyMatrix: there are no rows to show yet.")
  const cells = flatGroup(
    rows,
    (row) => row.panel,
    (row) => row.trained,
    (row) => row.tested,
  ).map(([panel, trained, tested, same]) => ({
    ...{ panel, trained, tested, repeats: same.length },
    accuracy: mean(same, (row) => row.accuracy)!,
  }))
  const highest = Math.max(...cells.map(({ accuracy }) => accuracy))
  const panels = [...new Set(cells.map(({ panel }) => panel))]
  const axis = { type: "ordinal", axis: { labelAngle: 0, format: "~g" } }
  const views = panels.map((panel) => ({
    title: panel,
    data: { values: cells.filter((cell) => cell.panel === panel) },
    width: { step: 46 },
    height: { step: 34 },
    encoding: {
      x: { field: "tested", ...axis, title: `tested at ${levelTitle}` },
      y: { field: "trained", ...axis, title: `trained at ${levelTitle}`, sort: "descending" },
    },
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          color: {
            field: "accuracy",
            type: "quantitative",
            scale: { domain: [0, highest], scheme: "blues" },
            legend: { format: ".0%", title: "accuracy" },
          },
          tooltip: [
            { field: "trained", type: "quantitative" },
            { field: "tested", type: "quantitative" },
            { field: "accuracy", type: "quantitative", format: ".1%" },
            { field: "repeats", type: "quantitative" },
          ],
        },
      },
      {
        mark: { type: "text", fontSize: 11 },
        encoding: {
          text: { field: "accuracy", type: "quantitative", format: ".0%" },
          color: { condition: { test: `datum.accuracy > ${0.6 * highest}`, value: "white" }, value: "black" },
        },
      },
    ],
  }))
  return new Chart({
    description: `accuracy by level of training and of test: ${panels.join(", ")}; ${rows.length} results`,
    ...(views.length === 1 ? views[0] : { hconcat: views }),
  })
}
