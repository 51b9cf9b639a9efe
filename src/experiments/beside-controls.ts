import { type Measured, measured, percentOf } from "./finding.js"
import type { ResultRow } from "./result-table.js"

/** The controls of a network with trained delays, from the least to the most that is given to them, in words. */
const controls = {
  "frozen hidden": "a frozen random hidden layer",
  "frozen hidden, fixed delays": "a frozen random hidden layer and fixed delays",
  "delay line": "an input delay line",
  "fixed delays": "fixed random delays",
  "kernel machine": "the kernel machine on smoothed rasters",
} as const

interface Control {
  readonly model: keyof typeof controls
  readonly words: string
  readonly at: Measured
}

/** Those of the controls that the rows have. */
export const controlsIn = (rows: readonly ResultRow[], column?: string): Control[] =>
  (Object.keys(controls) as Control["model"][]).flatMap((model) => {
    const at = measured(rows, { model }, column)
    return at ? [{ model, words: controls[model], at }] : []
  })

// adding 0 takes the sign off a zero
const points = (share: number): string => String(Math.round(100 * share) + 0)
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`

/**
 * How far the controls come at a result, as a sentence after others: that trained delays beat the count MLP does not show that a gradient
 * learned timing.
 *
 * @param rows those of one condition, whatever the model
 * @returns nothing where the count MLP, trained delays or all controls are missing
 */
export function besideControls(rows: readonly ResultRow[]): string {
  const [counts, trained] = ["count MLP", "trained delays"].map((model) => measured(rows, { model }))
  const own = controlsIn(rows)
  if (!counts || !trained || own.length === 0) return ""
  const whole = trained.mean - counts.mean
  if (whole < 0.05) return ""
  const had = own.map(({ words, at }) => {
    const gain = at.mean - counts.mean
    return gain < 0.01 ? `none with ${words}` : `${points(gain)} (${points(gain / whole)} %) with ${words}`
  })
  const frozen = own.find(({ model }) => model === "frozen hidden, fixed delays")?.at
  return ` Of the ${points(whole)} points between counts and trained delays there are ${listed(had)}.${frozen ? aboveFrozen(frozen, counts, trained, measured(rows, { model: "no delays" })) : ""}`
}

/** What training below the read-out adds. */
function aboveFrozen(frozen: Measured, counts: Measured, trained: Measured, plain: Measured | undefined): string {
  const beaten = frozen.mean > counts.mean + 0.03
  const asGood = plain && beaten && frozen.mean > plain.mean - 0.03
  return ` A network whose layers below the read-out stay as drawn ${beaten ? "beats counts, too" : "does not beat counts"}${
    asGood
      ? `, and does as well as one without delays that is trained whole (${percentOf(frozen)} against ${percentOf(plain)} %)`
      : ""
  }; training them and the delays adds ${points(trained.mean - frozen.mean)} points.`
}

/**
 * How the controls fare from one state of the test to another, as a sentence after others: a fall that they share is no sign of learned delays.
 *
 * @param from rows of the first state, whatever the model
 * @param to of the second
 * @param columns what is measured in each
 */
export function fallOfControls(
  from: readonly ResultRow[],
  to: readonly ResultRow[],
  columns: readonly [string, string] = ["accuracy", "accuracy"],
): string {
  const falls = controlsIn(from, columns[0]).flatMap(({ model, words, at }) => {
    const end = measured(to, { model }, columns[1])
    return end ? [{ model, end, at, words }] : []
  })
  if (falls.length === 0) return ""
  const untrained = falls.find(({ model }) => model === "fixed delays")
  const shared = untrained && untrained.at.mean - untrained.end.mean > 0.1
  return ` Controls: ${listed(falls.map(({ words, at, end }) => `${words} from ${percentOf(at)} to ${percentOf(end)} %`))}.${
    shared ? " Delays that were never trained fall too: the fall tells what is read, not that a gradient found it." : ""
  }`
}
