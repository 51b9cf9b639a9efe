import { Chart } from "../../src/plot/index.js"
import { allowedCores } from "../measure.js"
import { type ProblemSize, problem } from "../problem.js"
import { timeSteps } from "../time-step.js"
import type { Findings } from "./part.js"

const middle: ProblemSize = { inputs: 700, steps: 200, density: 0.01, rates: [0.05, 0.1, 0.05] }

interface Point {
  what: string
  at: number
  ms: number
}

/**
 * How the time of a training step grows with each size, the others held.
 *
 * @param dense ms of a step of JAX, at the sizes where the density is varied, if it was measured
 */
export async function scaling({ seconds, dense }: { seconds: number; dense?: number }): Promise<Findings> {
  const points: Point[] = []
  const take = (what: string, at: number, size: Partial<ProblemSize>, threads = 1) => {
    const { net, data } = problem({ ...middle, ...size }, 1)
    points.push({ what, at, ms: timeSteps(net, data, { threads, seconds }).ms })
  }
  const perSample = (density: number) => density * middle.inputs * middle.steps
  for (const density of [0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32])
    take("input spikes a sample", perSample(density), { density })
  for (const hidden of [32, 64, 128, 256, 512]) take("neurons a hidden layer", hidden, { hidden })
  for (const steps of [50, 100, 200, 500, 1000, 2000]) take("steps, spikes in proportion", steps, { steps })
  for (const times of [1, 2, 4]) {
    const silent = { inputs: 700 * times, live: 1 / times }
    take("input channels, of which 700 spike", silent.inputs, silent)
  }
  const all = allowedCores().length
  for (let cores = 1; cores <= all; cores *= 2) take("cores", cores, {}, cores)
  const tables = [...new Set(points.map(({ what }) => what))].map((what) => {
    const own = points.filter((point) => point.what === what)
    return {
      title: `Time by ${what}`,
      columns: ["", ...own.map(({ at }) => `${Math.round(at)}`)],
      rows: [
        ["ms a step", ...own.map(({ ms }) => ms.toFixed(1))],
        ["times the first", ...own.map(({ ms }) => (ms / own[0].ms).toFixed(2))],
      ],
    }
  })
  tables[0] = { ...tables[0], ...note(crossing(points, dense), perSample) }
  return { tables, charts: { scaling: scalingChart(points) }, data: points }
}

const note = (spikes: number | undefined, perSample: (density: number) => number) => ({
  note:
    spikes === undefined
      ? "A dense engine was not measured here."
      : Number.isFinite(spikes)
        ? `A dense engine's time does not depend on spikes: JAX is as fast at ${Math.round(spikes)} input spikes a sample, a density of ${((100 * spikes) / perSample(1)).toFixed(0)} %, and faster above.`
        : "A dense engine's time does not depend on spikes; JAX is slower even at the highest density here (32 %).",
})

/** Where the line through the points reaches the time of a dense engine. */
function crossing(points: readonly Point[], dense: number | undefined): number | undefined {
  if (dense === undefined) return undefined
  const own = points.filter(({ what }) => what === points[0].what)
  const k = own.findIndex(({ ms }) => ms >= dense)
  if (k < 0) return Number.POSITIVE_INFINITY
  if (k === 0) return own[0].at
  const [a, b] = [own[k - 1], own[k]]
  return a.at + ((dense - a.ms) / (b.ms - a.ms)) * (b.at - a.at)
}

const scalingChart = (values: readonly Point[]): Chart =>
  new Chart({
    description: "Time of a training step as one size grows and the others are held",
    data: { values },
    mark: { type: "line", point: true },
    encoding: {
      x: { field: "at", type: "quantitative", scale: { type: "log" }, title: null },
      y: { field: "ms", type: "quantitative", scale: { type: "log" }, title: "ms a training step" },
      facet: { field: "what", type: "nominal", columns: 3, title: null },
    },
    resolve: { scale: { x: "independent" } },
    width: 220,
    height: 160,
  })
