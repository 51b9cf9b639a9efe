import { writeFileSync } from "node:fs"

/** Writes a notebook of our kernel with these code cells. */
export function writeNotebook(path: string, cells: readonly string[]): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "spiketime", display_name: "TypeScript (spiketime)", language: "typescript" } },
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  }
  writeFileSync(path, JSON.stringify(notebook))
}
