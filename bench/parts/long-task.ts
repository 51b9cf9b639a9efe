import { join } from "node:path"
import { cubaLif, dense, fastSigmoid, network, readout } from "../../src/network/index.js"
import { random } from "../../src/random.js"
import { crossIsi } from "../../src/tasks/index.js"
import { project } from "../environment.js"
import { allowedCores, contenders, measure } from "../measure.js"
import { scaleToRates, writeProblem } from "../problem.js"
import { timeSteps } from "../time-step.js"
import type { Findings } from "./part.js"

const batch = 32

/** Cross-neuron ISI at its full size: 20 neurons, 10 000 steps, 100 hidden neurons, batches of 32. */
export async function longTask({ seconds, python }: { seconds: number; python?: string }): Promise<Findings> {
  const all = crossIsi({ seed: 1 })
  const data = all.take(batch)
  const lif = cubaLif({ tauMembrane: 20, tauSynapse: 10, reset: "hard", surrogate: fastSigmoid(10) })
  const plain = { weightNorm: false }
  const graph = network(data, [dense(100, lif, plain), readout(lif, plain)])
  const dice = random(1)
  const sizes = [data.unitCount, 100, data.classNames.length]
  const parameters = sizes.slice(1).map((targets, k) => ({
    weights: Float32Array.from({ length: sizes[k] * targets }, () => dice.normal() / Math.sqrt(sizes[k])),
  }))
  const net = { ...graph, parameters }
  scaleToRates(net, data, [0.01, 0.01])
  const batches = Math.ceil(all.length / batch)
  const rows: { name: string; cores: number; ms: number }[] = []
  for (const cores of new Set([1, allowedCores().length])) {
    for (const precision of ["exact", "fast"] as const) {
      const { ms } = timeSteps(net, data, { threads: cores, precision, seconds })
      rows.push({ name: `event, ${precision}`, cores, ms })
    }
    if (!python) continue
    const folder = join(project, ".cache", "bench", "long")
    writeProblem(folder, { net, data })
    const jax = contenders.find(({ name }) => name === "jax-steps")!
    const setting = { folder, inputs: data.unitCount, steps: data.steps, seed: 1, cores, seconds }
    try {
      rows.push({ name: "JAX", cores, ms: (await measure(jax, python, setting)).ms })
    } catch (error) {
      console.log(`JAX: ${error instanceof Error ? error.message : error}`)
    }
  }
  const own = (cores: number) => rows.find((row) => row.cores === cores)!.ms
  const table = {
    title: "The long task: cross-neuron ISI",
    note: `20 neurons, 10 000 steps, 100 hidden neurons that spike in 1 % of the steps, batches of ${batch}, ${all.length} samples an epoch.`,
    columns: ["", "cores", "ms a step", "s an epoch", "times event, exact"],
    rows: rows.map(({ name, cores, ms }) => [
      name,
      `${cores}`,
      ms.toFixed(1),
      ((ms * batches) / 1000).toFixed(1),
      (ms / own(cores)).toFixed(1),
    ]),
  }
  return { tables: [table], data: rows }
}
