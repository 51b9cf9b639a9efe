import { eventEngine } from "../../src/engine/index.js"
import { type Peak, peak } from "../peak.js"
import { batch, problem, problemSize } from "../problem.js"
import { timeSteps } from "../time-step.js"
import type { Findings } from "./part.js"

/** What a vector of 128 bits holds of floats, and a block of neurons of vectors. */
const [lanes, vectors] = [4, 4]

/** A part of a training step, and the least time (ms) that its scarcest operation takes. */
interface Part {
  readonly name: string
  readonly scarce: string
  readonly least: number
}

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
      const parts = partsOf(
        net.populations.map(({ size }) => size),
        rates,
        steps,
        can,
        precision,
      )
      const least = parts.reduce((sum, part) => sum + part.least, 0)
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

/** Of a chain whose populations are that large and spike at these rates (shares of steps). */
function partsOf(
  sizes: readonly number[],
  rates: readonly number[],
  steps: number,
  can: Peak,
  precision: "exact" | "fast",
): Part[] {
  const blocks = sizes.map((size) => Math.ceil(size / (lanes * vectors)))
  const bins = batch * steps
  // a row of a block's weights for each spike that reaches it
  const rows = sum(sizes.slice(0, -1).map((size, p) => bins * size * rates[p] * blocks[p + 1]))
  const products = sum(sizes.slice(1, -1).map((size, p) => (bins * size * sizes[p + 2]) / lanes))
  const blockSteps = bins * sum(blocks.slice(1))
  const product = precision === "exact" ? products / can.multiplyAdds : products / 2 / can.dots
  const least = (name: string, scarce: string, nanoseconds: number): Part => ({
    name,
    scarce,
    least: nanoseconds / 1e6,
  })
  return [
    least("product", precision === "exact" ? "multiply-adds" : "16-bit dot products", product),
    // the row, and its place
    least("sums of weights", "loads", (rows * (vectors + 1)) / can.loads),
    least("gradients of weights", "stores", (rows * vectors) / can.stores),
    least("neurons forward", "divisions", (blockSteps * vectors) / can.divisions),
    least("neurons back", "loads", (blockSteps * 2 * vectors) / can.loads),
  ]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
