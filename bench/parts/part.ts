import type { Chart } from "../../src/plot/index.js"
import type { Table } from "../table.js"

/** What a part of the benchmark has found. */
export interface Findings {
  tables: readonly Table[]
  charts?: Readonly<Record<string, Chart>>
  /** Everything, for later use. */
  data: unknown
}
