import { displaySymbol, escapeHtml, type MimeBundle } from "../display/index.js"
import { checkOptions } from "../known-options.js"

/** How a cell is written. */
export type CellFormat = (value: unknown) => string

/** Between 0 and 1, as a percentage: .4781 becomes 47.8 %. */
export const percent: CellFormat = (value) =>
  typeof value === "number" ? `${(100 * value).toFixed(1)} %` : String(value)

const plain: CellFormat = (value) => {
  if (value === undefined || value === null) return ""
  if (typeof value !== "number") return String(value)
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)))
}

const isAccuracy = (column: string): boolean => /accuracy|chance/i.test(column)

/** A notebook shows so many rows. */
const most = 100

/** A table as a value: it shows itself in a notebook, and prints as text elsewhere. */
export class Table<Row extends object = object> {
  readonly rows: readonly Row[]
  readonly columns: readonly string[]
  readonly #formats: { readonly [column: string]: CellFormat }

  constructor(rows: readonly Row[], formats: { readonly [column: string]: CellFormat }) {
    this.rows = rows
    this.columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    this.#formats = formats
    for (const column of Object.keys(formats)) {
      if (rows.length > 0 && !this.columns.includes(column)) {
        throw new RangeError(`table: there is no column "${column}" to format; there are ${this.columns.join(", ")}.`)
      }
    }
  }

  /** The cells as text, row by row. */
  cells(): string[][] {
    return this.rows.map((row) =>
      this.columns.map((column) => {
        const format = this.#formats[column] ?? (isAccuracy(column) ? percent : plain)
        const value = (row as Record<string, unknown>)[column]
        return value === undefined || value === null ? "" : format(value)
      }),
    )
  }

  /** Its first rows, as HTML. */
  html(): string {
    const side = this.columns.map((column) => (this.#isNumeric(column) ? "right" : "left"))
    const cell = (tag: string, text: string, k: number) =>
      `<${tag} style="text-align: ${side[k]}">${escapeHtml(text)}</${tag}>`
    const line = (tag: string, cells: readonly string[]) =>
      `<tr>${cells.map((text, k) => cell(tag, text, k)).join("")}</tr>`
    const body = this.#first.cells().map((cells) => line("td", cells))
    const all = `<table>\n<thead>${line("th", this.columns)}</thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`
    return this.#more ? `${all}\n<p>${this.#more}</p>` : all
  }

  toString(): string {
    const lines = [[...this.columns], ...this.cells()]
    const widths = this.columns.map((_, k) => Math.max(...lines.map((line) => line[k].length)))
    const pad = (text: string, k: number) =>
      this.#isNumeric(this.columns[k]) ? text.padStart(widths[k]) : text.padEnd(widths[k])
    return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n")
  }

  #isNumeric(column: string): boolean {
    return this.rows.every((row) => {
      const value = (row as Record<string, unknown>)[column]
      return value === undefined || value === null || typeof value === "number"
    })
  }

  [displaySymbol](): MimeBundle {
    const text = this.#first.toString()
    return { "text/html": this.html(), "text/plain": this.#more ? `${text}\n${this.#more}` : text }
  }

  /** What is shown of it. */
  get #first(): Table<Row> {
    return this.rows.length <= most ? this : new Table(this.rows.slice(0, most), this.#formats)
  }

  get #more(): string {
    return this.rows.length <= most ? "" : `... ${this.rows.length - most} more rows`
  }
}

/**
 * Rows of results as a table, a column a key. Numbers are shortened to four digits; columns whose name speaks of accuracy are
 * percentages; `formats` says otherwise.
 *
 * @example table([{ tested: "forward", accuracy: 0.478 }, { tested: "reversed", accuracy: 0.14 }])
 */
export function table<Row extends object>(
  rows: readonly Row[],
  options: { formats?: { readonly [column in keyof Row & string]?: CellFormat } } = {},
): Table<Row> {
  checkOptions("table", options, { formats: true })
  const { formats = {} } = options
  return new Table(rows, formats as { readonly [column: string]: CellFormat })
}
