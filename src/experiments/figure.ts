import { availableParallelism } from "node:os"
import { displaySymbol, type MimeBundle } from "../display/index.js"
import { checkOptions } from "../known-options.js"
import { type Chart, table } from "../plot/index.js"
import type { RunOptions } from "../train/index.js"
import { FigureRun } from "./figure-run.js"
import { type ResultStore, resultStore } from "./result-store.js"
import type { Scale } from "./scale.js"

/** What one training of a figure gave, beside its condition: numbers, and lists where something was repeated. */
export type Measures = { readonly [measure: string]: number | readonly number[] | undefined }

export interface FigureDefinition<Condition extends object, Measured extends Measures> {
  /** As on the command line. */
  readonly name: string
  readonly scale: Scale
  /** One training each. */
  readonly conditions: readonly Condition[]
  /** All else that a result depends on: data, sizes, version. */
  readonly configuration: object
  /** What the result of a condition depends on besides. */
  dependsOn?(condition: Condition): object
  /** Trainings so small that one a core, each on one thread, are done sooner than each on all cores, one after another. */
  readonly small?: boolean
  /** @param threads of one training, where several run at once */
  train(condition: Condition, signal: AbortSignal, threads?: number): Promise<Measured>
  chart(rows: readonly (Condition & Measured)[]): Chart
}

/**
 * A figure of the paper as a value: it shows its plan; `run()` does the trainings that are not yet in the store, and draws.
 */
export class Figure<Condition extends object, Measured extends Measures> {
  constructor(
    readonly definition: FigureDefinition<Condition, Measured>,
    readonly store: ResultStore = resultStore(),
  ) {}

  get conditions(): readonly Condition[] {
    return this.definition.conditions
  }

  /** How many trainings run at once. */
  get atOnce(): number {
    return this.definition.small ? availableParallelism() : 1
  }

  /**
   * A part of the figure: the conditions whose columns have one of the given values, as they are written.
   *
   * @example figure.where({ model: ["no delays", "trained delays"], level: [0, 1] })
   * @throws RangeError when a column has no such value, or no condition has all that is asked for
   */
  where(wanted: { readonly [column: string]: readonly unknown[] }): Figure<Condition, Measured> {
    const columns = Object.entries(wanted).map(([column, values]) => ({ column, values: new Set(values.map(String)) }))
    const conditions = this.conditions.filter((condition) =>
      columns.every(({ column, values }) => values.has(String(condition[column as keyof Condition]))),
    )
    const valuesOf = (column: string) =>
      new Set(this.conditions.map((condition) => String(condition[column as keyof Condition])))
    const unknown = columns.flatMap(({ column, values }) =>
      [...values].filter((value) => !valuesOf(column).has(value)).map((value) => `${column} = ${value}`),
    )
    if (conditions.length > 0 && unknown.length === 0) return new Figure({ ...this.definition, conditions }, this.store)
    const asked = columns.map(({ column, values }) => `${column} = ${[...values].join(" or ")}`).join(" and ")
    const known = Object.keys(this.conditions[0] ?? {}).map(
      (column) => `${column} (${[...valuesOf(column)].join("; ")})`,
    )
    throw new RangeError(
      `${this.definition.name}: no training has ${unknown.join(" or ") || asked}; there are ${known.join(", ")}.`,
    )
  }

  /** What is already known of a condition. */
  stored(condition: Condition): Measured | undefined {
    return this.store.read(this.key(condition)) as Measured | undefined
  }

  /** Does what is missing. Interrupted, it goes on where it was when it is run again. */
  run(options: RunOptions = {}): FigureRun<Condition, Measured> {
    checkOptions("run", options, { signal: true, quiet: true })
    return new FigureRun(this, options)
  }

  /** Keeps what a training gave. */
  keep(condition: Condition, measured: Measured): void {
    this.store.write(this.key(condition), measured)
  }

  /** The plan: how many trainings, how many of them known, and the time the others should take, going by those. */
  [displaySymbol](): MimeBundle {
    const { name, scale } = this.definition
    const known = this.conditions.map((condition) => this.stored(condition))
    const seconds = known.flatMap((measured) => {
      const value = measured?.seconds
      return typeof value === "number" ? [value] : []
    })
    const missing = known.filter((measured) => measured === undefined).length
    const each = seconds.length ? seconds.reduce((a, b) => a + b) / seconds.length : undefined
    const time =
      missing > 0 && each !== undefined ? `; about ${Math.round((missing * each) / this.atOnce)} s to go` : ""
    const summary = `${name} at ${scale} scale: ${this.conditions.length} trainings, ${this.conditions.length - missing} already known${time}.`
    const plan = table(this.conditions.map((condition, i) => ({ ...condition, known: known[i] ? "yes" : "" })))
    return {
      "text/html": `<p>${summary}</p><details><summary>the trainings</summary>${plan.html()}</details>`,
      "text/plain": summary,
    }
  }

  private key(condition: Condition): object {
    const { name, scale, configuration, dependsOn } = this.definition
    return { figure: name, scale, configuration, condition, ...dependsOn?.(condition) }
  }
}
