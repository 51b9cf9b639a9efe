import { checkOptions } from "../known-options.js"
import { Chart } from "./chart.js"
import { numbersOf, someRows } from "./rows.js"
import { dimmedUnlessPicked, legendPick, ruleAt, seriesEncodings } from "./series.js"

/** What one epoch of training gave; what is not known is left out. */
export interface EpochRow {
  readonly epoch: number
  readonly loss?: number
  readonly accuracy?: number
  readonly validationLoss?: number
  readonly validationAccuracy?: number
}

export interface LearningCurveOptions {
  title?: string
  /** Accuracy of guessing, drawn as a line. */
  chance?: number
  /** Last epoch of the axis, so that a growing curve shows how much is to come. */
  epochs?: number
}

const sets = ["training", "validation"]
const measures = [
  { name: "accuracy", columns: ["accuracy", "validationAccuracy"] },
  { name: "loss", columns: ["loss", "validationLoss"] },
] as const

/** Accuracy and loss over the epochs, of training and of validation samples. */
export function learningCurve(history: readonly EpochRow[], options: LearningCurveOptions = {}): Chart {
  checkOptions("learningCurve", options, { title: true, chance: true, epochs: true })
  someRows(history, "learningCurve")
  const { title, chance, epochs } = options
  const epochNumbers = numbersOf(history, "epoch", "learningCurve")
  let picksInLegend = false
  const known = sets.filter((_, k) => measures.some(({ columns }) => history.some((row) => row[columns[k]] != null)))
  const panels = measures.flatMap(({ name, columns }) => {
    const values = columns.flatMap((column, k) =>
      history.flatMap((row) => {
        const value = row[column]
        return value === undefined || value === null ? [] : [{ epoch: row.epoch, set: sets[k], value }]
      }),
    )
    if (values.length === 0) return []
    numbersOf(values, "value", `learningCurve, ${name}`)
    // A parameter may be named only once in a chart; the first panel's governs all.
    const first = !picksInLegend
    picksInLegend = true
    return [panel(name, values, first)]
  })
  if (panels.length === 0) throw new TypeError("learningCurve: no epoch has an accuracy or a loss.")

  function panel(name: string, values: { epoch: number; set: string; value: number }[], picks: boolean) {
    const isAccuracy = name === "accuracy"
    const { color, strokeDash } = seriesEncodings("set", known, { symbolType: "stroke" })
    const last = Math.max(epochs ?? 1, ...epochNumbers)
    // In steps of a fifth, so that the axis of a growing curve seldom changes.
    const top = Math.min(1, Math.ceil(5 * Math.max(chance ?? 0, ...values.map(({ value }) => value))) / 5 || 0.2)
    const few = history.length <= 15
    return {
      width: 290,
      height: 200,
      layer: [
        ...(isAccuracy && chance !== undefined ? ruleAt(chance, "chance") : []),
        {
          data: { values },
          // Points carry the tooltips, but many of them would hide the dashes.
          layer: [
            {
              ...(picks && { params: [legendPick("set")] }),
              mark: { type: "line", strokeWidth: 2 },
              encoding: { strokeDash, opacity: dimmedUnlessPicked(1) },
            },
            { mark: { type: "point", filled: true, size: few ? 25 : 60, opacity: few ? 1 : 0 } },
          ],
          encoding: {
            x: {
              field: "epoch",
              type: "quantitative",
              scale: { domain: [0, last], nice: false },
              axis: { tickMinStep: 1, format: "d", grid: false, tickCount: 6 },
            },
            y: {
              field: "value",
              type: "quantitative",
              title: name,
              scale: isAccuracy ? { domain: [0, top] } : { zero: true },
              axis: isAccuracy ? { format: ".0%" } : {},
            },
            color,
            tooltip: [
              { field: "set", type: "nominal", title: "samples" },
              { field: "epoch", type: "quantitative" },
              { field: "value", type: "quantitative", title: name, format: isAccuracy ? ".1%" : ".4f" },
            ],
          },
        },
      ],
    }
  }
  const end = history[history.length - 1]
  const best = end.validationAccuracy ?? end.accuracy
  const reached = best === undefined ? "" : `, accuracy ${(100 * best).toFixed(1)} %`
  return new Chart({
    description: `learning curve: epoch ${end.epoch}${epochs ? ` of ${epochs}` : ""}${reached}`,
    ...(title && { title }),
    hconcat: panels,
  })
}
