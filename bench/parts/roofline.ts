import { eventEngine } from "../../src/engine/index.js"
import { peak } from "../peak.js"
import { batch, problem, problemSize } from "../problem.js"
import { timeSteps } from "../time-step.js"
import { leastTimes, sum } from "./least-time.js"
import type { Findings } from "./part.js"

/** How near a training step on one core is to what this core can do with the operations that it needs. */
export function roofline({ seconds }: { seconds: number }): Findings {
  const can = peak()
  const rows: string[][] = []
  const data: unknown[] = []
  for (const steps of [100, 200, 1000]) {
    for (const precision of ["exact", "fast"] as const) {
      // from 200 steps on, the fast mode interpolates, which depends on the data
      if (precision === "fast" && steps > 100) continue
      const { net, data: spikes } = problem(problemSize(700, steps), 1)
      const engine = eventEngine(net, { threads: 1 })
      const { rates } = engine.forward(
        net.parameters,
        spikes,
        Uint32Array.from({ length: batch }, (_, s) => s),
      )
      void engine.close()
      const parts = leastTimes(net, rates, can, { precision })
      const least = sum(parts.map((part) => part.least))
      const { ms } = timeSteps(net, spikes, { threads: 1, precision, seconds })
      const shown = parts.map((part) => part.least.toFixed(1))
      rows.push([`${steps} steps, ${precision}`, ...shown, least.toFixed(1), ms.toFixed(1), (least / ms).toFixed(2)])
      data.push({ steps, precision, parts, least, ms })
    }
  }
  const shown = Object.entries({
    "multiply-adds": can.multiplyAdds,
    "16-bit dot products": can.dots,
    divisions: can.divisions,
    loads: can.loads,
    stores: can.stores,
  }).map(([name, value]) => `${value.toFixed(1)} ${name}`)
  const names = ["product", "sums of weights", "gradients of weights", "neurons forward", "neurons back"]
  const table = {
    title: "What a core can do, and how near a step comes",
    note: `700-128-128-20, batch ${batch}, one core. Measured here, in thousands of millions of vectors of 128 bits a second: ${shown.join(", ")}. From these, the least time (ms) of each part by its scarcest operation (in this order: multiply-adds or dot products, loads, stores, divisions, loads), were every number in the nearest cache and every branch foreseen; updates, lists and calls not counted.`,
    columns: ["", ...names, "together", "measured", "share"],
    rows,
  }
  return { tables: [table], data: { peak: can, steps: data } }
}
