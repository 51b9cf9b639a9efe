import { Chart } from "../src/plot/index.js"
import type { Panel } from "./report.js"

/** Time of a training step by contender, a panel a problem, logarithmic. */
export function stepChart(panels: readonly Panel[]): Chart {
  const values = panels.flatMap(({ inputs, steps, cores, rows }) =>
    rows.map(({ name, ms, peakMegabytes }) => ({
      problem: `${inputs} inputs, ${steps} steps`,
      cores: `${cores} core${cores > 1 ? "s" : ""}`,
      name,
      ms,
      peakMegabytes,
    })),
  )
  return new Chart({
    description: "Time of a training step of batch 128 through 128-128-20 neurons, by engine",
    data: { values },
    mark: { type: "point", filled: true, size: 60 },
    encoding: {
      x: { field: "ms", type: "quantitative", scale: { type: "log" }, title: "ms a training step" },
      y: { field: "name", type: "nominal", sort: { field: "ms", op: "mean" }, title: null },
      color: { field: "cores", type: "nominal", title: null },
      facet: { field: "problem", type: "nominal", columns: 3, title: null },
    },
    width: 220,
    height: 140,
  } as never)
}
