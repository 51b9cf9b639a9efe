import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Scale } from "./scale.js"

/** One row of results: its condition and what was measured. */
export type ResultRow = { readonly [column: string]: unknown }

/** The results of a figure as they are kept beside its chart, and as RESULTS.md is made from. */
export interface ResultTable {
  readonly figure: string
  readonly scale: Scale
  /** Name of the data, and a hash of it. */
  readonly data: string
  readonly configuration: object
  /** Where only a part of the figure was run: the values of the columns that were asked for. */
  readonly part?: { readonly [column: string]: readonly string[] }
  /** Where another number of epochs was asked for than the scale's. */
  readonly epochs?: number
  readonly rows: readonly ResultRow[]
}

/** Files of a table and its chart, in a folder; data other than the embedded and epochs other than the scale's are named in it. */
export function tableName({
  figure,
  scale,
  data,
  epochs,
}: Pick<ResultTable, "figure" | "scale" | "data" | "epochs">): string {
  const name = data.split(" (")[0]
  const own = name === "generated" || name === "spoken digits"
  const whose = own ? [] : [name.toLowerCase().replace(/[^a-z0-9]+/g, "-")]
  return [figure, scale, ...whose, ...(epochs ? [`${epochs}-epochs`] : [])].join(".")
}

/**
 * All tables in a folder.
 *
 * @throws Error when one cannot be read
 */
export function readTables(folder: string): ResultTable[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.endsWith(".vl.json"))
  return names.sort().map((name) => {
    try {
      return JSON.parse(readFileSync(join(folder, name), "utf8")) as ResultTable
    } catch (error) {
      throw new Error(
        `${join(folder, name)}: no table of results (${(error as Error).message}); delete it and run its figure again.`,
      )
    }
  })
}
