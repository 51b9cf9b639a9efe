/** A table as the benchmark prints it and writes it. */
export interface Table {
  title: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  /** What is to be known to read it. */
  note?: string
}

/** For a terminal: the first column to the left, all others to the right. */
export function tableText({ title, columns, rows, note }: Table): string {
  const lines = [columns, ...rows]
  const widths = columns.map((_, k) => Math.max(...lines.map((line) => line[k].length)))
  const pad = (line: readonly string[]) =>
    line
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join("  ")
      .trimEnd()
  return [title, ...lines.map(pad), ...(note ? [note] : [])].join("\n")
}

/** For a page. */
export function tableMarkdown({ title, columns, rows, note }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`
  const rule = line(columns.map((_, k) => (k === 0 ? "---" : "---:")))
  return [`### ${title}`, "", ...(note ? [note, ""] : []), line(columns), rule, ...rows.map(line), ""].join("\n")
}
