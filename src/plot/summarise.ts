import { deviation, flatGroup, mean } from "d3-array"

/** The result of one training: where it stands in the chart, and its value. */
export interface Repeat {
  readonly level: number
  readonly name: string
  readonly panel: string
  readonly value: number
}

/** One point of a line: what the repeats (seeds) at one level gave. */
export interface LevelSummary {
  readonly level: number
  readonly name: string
  readonly panel: string
  readonly mean: number
  /** Standard deviation over the repeats; 0 where there is only one. */
  readonly deviation: number
  readonly count: number
}

/** Mean and standard deviation of the repeats by panel, line and level; levels ascending. */
export function summarise(repeats: readonly Repeat[]): LevelSummary[] {
  return flatGroup(
    repeats,
    (repeat) => repeat.panel,
    (repeat) => repeat.name,
    (repeat) => repeat.level,
  )
    .map(([panel, name, level, same]) => {
      const values = same.map((repeat) => repeat.value)
      return { level, name, panel, mean: mean(values) ?? 0, deviation: deviation(values) ?? 0, count: values.length }
    })
    .sort((a, b) => a.level - b.level)
}
