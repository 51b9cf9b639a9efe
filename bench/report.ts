import type { Comparison } from "./compare.js"
import type { Measurement } from "./measure.js"
import { type Table, tableText } from "./table.js"

/** Everything measured for one problem on one number of cores. */
export interface Panel {
  inputs: number
  steps: number
  cores: number
  seed: number
  rates: readonly number[]
  rows: readonly (Measurement & { againstJax?: Comparison; againstTorch?: Comparison })[]
}

/** A panel: one row a contender, fastest first; ratios are to this library's exact engine. */
export function panelTable({ inputs, steps, cores, seed, rates, rows }: Panel): Table {
  const own = rows.find(({ name }) => name === "event")
  const share = (rate: number) => `${(100 * rate).toFixed(1)} %`
  return {
    title: `${inputs}-128-128-20, ${steps} steps, batch 128, ${cores} core${cores > 1 ? "s" : ""}, seed ${seed}; rates ${rates.map(share).join(", ")}`,
    columns: [
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
    ],
    rows: [...rows]
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
      ]),
  }
}

export const panelText = (panel: Panel): string => tableText(panelTable(panel))

/** What is wanted, by window: how many times as fast as JAX in exact and in fast precision, and the share of its memory. */
const wanted: Readonly<Record<number, { exact: number; fast: number; memory: number }>> = {
  100: { exact: 4.5, fast: 5.5, memory: 1 / 4 },
  200: { exact: 5.5, fast: 7, memory: 1 / 4 },
  1000: { exact: 7, fast: 11, memory: 1 / 10 },
}

/**
 * All panels in a row each: this library beside JAX, and beside what is wanted.
 *
 * @param suffix what the names of this library's rows end with
 */
export function summaryTable(panels: readonly Panel[], suffix = ""): Table {
  const rows = panels.flatMap(({ inputs, steps, cores, rows }) => {
    const of = (name: string) => rows.find((row) => row.name === name)
    const [event, fast, jax] = [of(`event${suffix}`), of(`event-fast${suffix}`), of("jax-steps")]
    if (!event || !jax) return []
    const goal = wanted[steps]
    const times = (other: Measurement | undefined, least?: number) =>
      other ? `${(jax.ms / other.ms).toFixed(1)}${least ? ` (${least})` : ""}` : ""
    const memory = event.peakMegabytes / jax.peakMegabytes
    return [
      [
        `${inputs} inputs, ${steps} steps, ${cores} core${cores > 1 ? "s" : ""}`,
        jax.ms.toFixed(1),
        event.ms.toFixed(1),
        times(event, goal?.exact),
        fast?.ms.toFixed(1) ?? "",
        times(fast, goal?.fast),
        comparisonText(event.againstJax),
        comparisonText((fast as Panel["rows"][number] | undefined)?.againstJax),
        `${event.peakMegabytes.toFixed(0)} / ${jax.peakMegabytes.toFixed(0)} (${memory.toFixed(2)})`,
      ],
    ]
  })
  const note = panels.flatMap(({ rows }) => rows).find(({ name }) => name === `event${suffix}`)?.note
  return {
    title: `A training step beside JAX${note ? `, the same on ${note}` : ""}`,
    note: "Batch 128 through 128-128-20 current-based LIF neurons, forward, backward and update; medians. In brackets what was aimed at, and of memory the share. Errors: largest difference over largest value, of the worst weight tensor.",
    columns: ["", "JAX ms", "exact ms", "times", "fast ms", "times", "exact error", "fast error", "peak MB / JAX's"],
    rows,
  }
}

const comparisonText = (c?: Comparison): string =>
  c ? `${c.error.toExponential(1)}${c.differing ? ` (${c.differing} neurons spike otherwise)` : ""}` : ""
