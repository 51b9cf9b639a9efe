import { deviation, mean } from "d3-array"
import type { ResultRow } from "./result-table.js"

/** In a word: does the claim hold here? */
export type Verdict = "reproduced" | "partly" | "not reproduced" | "not judged"

/** What the results say about a claim. */
export interface Finding {
  /** A line for each number that matters. */
  readonly got: readonly string[]
  readonly verdict: Verdict
  /** Why, in a sentence. */
  readonly because: string
}

/** Mean, deviation and number of the rows that have these values. */
export interface Measured {
  readonly mean: number
  /** Over the seeds; undefined for one. */
  readonly deviation: number | undefined
  readonly seeds: number
  /** "47.8 ± 0.6 % (3 seeds)" */
  toString(): string
}

/** The rows whose columns have the values of `where`. */
export const rowsWhere = (rows: readonly ResultRow[], where: ResultRow): ResultRow[] =>
  rows.filter((row) => Object.entries(where).every(([column, value]) => row[column] === value))

/** What the rows `where` gave in a column; undefined where there are none. */
export function measured(rows: readonly ResultRow[], where: ResultRow, column = "accuracy"): Measured | undefined {
  const values = rowsWhere(rows, where).flatMap((row) =>
    typeof row[column] === "number" ? [row[column] as number] : [],
  )
  if (values.length === 0) return undefined
  const [average, spread] = [mean(values)!, deviation(values)]
  const text = `${percent(average)}${spread === undefined ? "" : ` ± ${percent(spread)}`} % (${values.length} seed${values.length > 1 ? "s" : ""})`
  return { mean: average, deviation: spread, seeds: values.length, toString: () => text }
}

/** The mean in percent, with one digit. */
export const percentOf = ({ mean }: Pick<Measured, "mean">): string => percent(mean)

const percent = (share: number): string => (100 * share).toFixed(1)

/** The different values of a column, ascending where they are numbers. */
export const valuesOf = <T extends string | number>(rows: readonly ResultRow[], column: string): T[] =>
  ([...new Set(rows.map((row) => row[column]))] as T[]).sort((a, b) => (a < b ? -1 : 1))

/** Every level with what was reached there, in %: "0: 98 ± 1, 0.2: 97 ± 1, ... % (3 seeds)". */
export function byLevel(rows: readonly ResultRow[], level: string, column = "accuracy"): string {
  const points = valuesOf<number>(rows, level).map(
    (value) => [value, measured(rows, { [level]: value }, column)!] as const,
  )
  const seeds = Math.min(...points.map(([, point]) => point.seeds))
  const listed = points.map(
    ([value, point]) =>
      `${value}: ${percent(point.mean)}${point.deviation === undefined ? "" : ` ± ${percent(point.deviation)}`}`,
  )
  return `${listed.join(", ")} % (${seeds} seed${seeds > 1 ? "s" : ""})`
}

/** reproduced where all of the conditions hold, partly where some do. */
export const verdictOf = (...holds: readonly boolean[]): Verdict =>
  holds.every(Boolean) ? "reproduced" : holds.some(Boolean) ? "partly" : "not reproduced"
