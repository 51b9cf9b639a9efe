import { join } from "node:path"
import { cubaLif, dense, fastSigmoid, network, readout } from "../../src/network/index.js"
import { initialise } from "../../src/train/index.js"
import { project } from "../environment.js"
import { contenders, measure } from "../measure.js"
import { batch, problem, problemSize, writeProblem } from "../problem.js"
import { timeSteps } from "../time-step.js"
import type { Findings } from "./part.js"

const names = ["no layer recurrent", "the first hidden layer", "both hidden layers"]

/** Multiplications and additions of a step and batch that one recurrent layer brings on the way back. */
const further = 128 * 128 * 100 * batch

/** A training step as none, one and both of two hidden layers hear themselves, beside JAX, on one core. */
export async function recurrence({ seconds, python }: { seconds: number; python?: string }): Promise<Findings> {
  const [inputs, steps] = [700, 100]
  const lif = cubaLif({ tauMembrane: 20, tauSynapse: 10, reset: "hard", surrogate: fastSigmoid(10) })
  const { data } = problem(problemSize(inputs, steps), 1)
  const found: { exact: number; fast: number; jax?: number }[] = []
  for (const loops of names.keys()) {
    const layer = (recurrent: boolean) => dense(128, lif, { weightNorm: false, recurrent })
    const layers = [layer(loops > 0), layer(loops > 1), readout(lif, { weightNorm: false })]
    const net = initialise(network(data, layers), data, { seed: 1, rate: 0.1 })
    const own = (precision: "exact" | "fast") => timeSteps(net, data, { threads: 1, precision, seconds }).ms
    const times = { exact: own("exact"), fast: own("fast") }
    if (!python) {
      found.push(times)
      continue
    }
    const folder = join(project, ".cache", "bench", `loops-${loops}`)
    writeProblem(folder, { net: { ...net, parameters: net.parameters! }, data })
    const jax = contenders.find(({ name }) => name === "jax-steps")!
    try {
      const { ms } = await measure(jax, python, { folder, inputs, steps, seed: 1, cores: 1, seconds })
      found.push({ ...times, jax: ms })
    } catch (error) {
      console.log(`JAX: ${error instanceof Error ? error.message : error}`)
      found.push(times)
    }
  }
  const [plain] = found
  const table = {
    title: "Recurrent layers",
    note: "700-128-128-20, batch 128, 100 steps, every layer at a rate of 10 %, one core. A layer that hears itself a step later is gone back through a step at a time: 16 384 multiplications a step and sample on top of the chain's 18 944, each of which must wait for the step behind it. GMAC/s: these further multiplications and additions in the time that the step takes longer, with all else that goes on at each step; vectors of 128 bits allow about 27.",
    columns: ["", "exact ms", "times plain", "GMAC/s", "fast ms", "times plain", "JAX ms", "times exact", "times fast"],
    rows: found.map(({ exact, fast, jax }, k) => [
      names[k],
      exact.toFixed(1),
      (exact / plain.exact).toFixed(2),
      k ? ((k * further) / (exact - plain.exact) / 1e6).toFixed(1) : "",
      fast.toFixed(1),
      (fast / plain.fast).toFixed(2),
      jax?.toFixed(1) ?? "",
      jax ? (jax / exact).toFixed(1) : "",
      jax ? (jax / fast).toFixed(1) : "",
    ]),
  }
  return { tables: [table], data: found }
}
