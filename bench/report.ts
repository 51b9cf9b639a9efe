import type { Comparison } from "./compare.js"
import type { Measurement } from "./measure.js"

/** Everything measured for one problem on one number of cores. */
export interface Panel {
  inputs: number
  steps: number
  cores: number
  seed: number
  rates: readonly number[]
  rows: readonly (Measurement & { againstJax?: Comparison; againstTorch?: Comparison })[]
}

/** A panel as text: one row a contender, fastest first; ratios are to this library. */
export function panelText({ inputs, steps, cores, seed, rates, rows }: Panel): string {
  const own = rows.find(({ name }) => name === "event")
  const share = (rate: number) => `${(100 * rate).toFixed(1)} %`
  const title = `${inputs}-128-128-20, ${steps} steps, batch 128, ${cores} core${cores > 1 ? "s" : ""}, seed ${seed}; rates ${rates.map(share).join(", ")}`
  const header = [
    "",
    "ms a step",
    "fastest",
    "times event",
    "CPU ms",
    "times event",
    "peak MB",
    "error to JAX",
    "error to PyTorch",
    "",
  ]
  const lines = [...rows]
    .sort((a, b) => a.ms - b.ms)
    .map((row) => [
      row.name,
      row.ms.toFixed(1),
      row.fastest.toFixed(1),
      own ? (row.ms / own.ms).toFixed(1) : "",
      row.cpu.toFixed(1),
      own ? (row.cpu / own.cpu).toFixed(1) : "",
      row.peakMegabytes.toFixed(0),
      comparisonText(row.againstJax),
      comparisonText(row.againstTorch),
      row.note ?? "",
    ])
  const widths = header.map((_, k) => Math.max(...[header, ...lines].map((line) => line[k].length)))
  const pad = (line: string[]) =>
    line
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k])))
      .join("  ")
      .trimEnd()
  return [title, pad(header), ...lines.map(pad)].join("\n")
}

const comparisonText = (c?: Comparison): string =>
  c ? `${c.error.toExponential(1)}${c.differing ? ` (${c.differing} neurons spike otherwise)` : ""}` : ""
