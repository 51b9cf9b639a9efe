import { writeFileSync } from "node:fs"
import type { MimeBundle } from "../../src/display/index.js"

/**
 * Writes a notebook of our kernel with these code cells.
 *
 * @param shown what was saved of their values, by cell
 */
export function writeNotebook(path: string, cells: readonly string[], shown: readonly MimeBundle[] = []): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "spiketime", display_name: "TypeScript (spiketime)", language: "typescript" } },
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: shown[index] ? [{ output_type: "display_data", metadata: {}, data: shown[index] }] : [],
      source,
    })),
  }
  writeFileSync(path, JSON.stringify(notebook))
}
