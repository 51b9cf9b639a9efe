import { join } from "node:path"
import { eventEngine } from "../../src/engine/index.js"
import { stepChart } from "../chart.js"
import { compare } from "../compare.js"
import { project } from "../environment.js"
import { type Contender, contenders, type Measurement, measure, wideSuffix } from "../measure.js"
import { batch, type Problem, problem, problemSize, writeProblem } from "../problem.js"
import { type Panel, panelTable, panelText, summaryTable } from "../report.js"
import type { Findings } from "./part.js"

export interface StepsOptions {
  inputs: readonly number[]
  steps: readonly number[]
  cores: readonly number[]
  seconds: number
  python: string
  /** A Node with wider vectors, where there is one. */
  wideNode?: string
  /** Which contenders a problem is given. */
  wanted: (inputs: number, steps: number, cores: number) => readonly Contender[]
}

/** A training step of this library and of its peers, problem by problem. */
export async function steps(options: StepsOptions): Promise<Findings & { data: Panel[] }> {
  const panels: Panel[] = []
  for (const inputs of options.inputs) {
    for (const count of options.steps) {
      const folder = join(project, ".cache", "bench", `${inputs}-${count}`)
      const chosen = await choose(folder, inputs, count, options.python)
      for (const cores of options.cores) {
        const setting = { folder, inputs, steps: count, cores, seconds: options.seconds, wideNode: options.wideNode }
        const panel = await measureAll(options.wanted(inputs, count, cores), options.python, chosen, setting)
        panels.push(panel)
        console.log(`\n${panelText(panel)}`)
      }
    }
  }
  return {
    tables: [
      summaryTable(panels),
      ...(options.wideNode ? [summaryTable(panels, wideSuffix)] : []),
      ...panels.map(panelTable),
    ],
    charts: { steps: stepChart(panels) },
    data: panels,
  }
}

/** The first of a few seeds on which JAX's spikes are the same as ours, so that gradients can be compared; else the first. */
async function choose(
  folder: string,
  inputs: number,
  steps: number,
  python: string,
): Promise<Problem & { seed: number }> {
  const size = problemSize(inputs, steps)
  const jax = contenders.find(({ name }) => name === "jax-steps")!
  const at = async (seed: number) => {
    const made = problem(size, seed)
    writeProblem(folder, made)
    const setting = { folder, inputs, steps, seed, cores: 1, seconds: 0 }
    await measure(jax, python, setting)
    await measure({ name: "event" }, python, setting)
    return { ...made, seed }
  }
  for (let seed = 1; seed <= 4; seed++) {
    const made = await at(seed)
    if (compare(folder, "event", "jax-steps", sizesOf(made))?.differing === 0) return made
  }
  return at(1)
}

const sizesOf = ({ net }: Problem): number[] => net.populations.map(({ size }) => size)

async function measureAll(
  wanted: readonly Contender[],
  python: string,
  chosen: Problem & { seed: number },
  setting: { folder: string; inputs: number; steps: number; cores: number; seconds: number; wideNode?: string },
): Promise<Panel> {
  const { net, data, seed } = chosen
  const engine = eventEngine(net, { threads: 1 })
  const { rates } = engine.forward(
    net.parameters,
    data,
    Array.from({ length: batch }, (_, s) => s),
  )
  await engine.close()
  const rows: Measurement[] = []
  for (const contender of wanted) {
    process.stdout.write(`${contender.name} ... `)
    try {
      rows.push(await measure(contender, python, { ...setting, seed }))
    } catch (error) {
      console.log(`\n${contender.name} failed: ${error instanceof Error ? error.message : error}`)
    }
  }
  const against = (row: Measurement, other: string) =>
    row.gradients && row.name !== other ? compare(setting.folder, row.name, other, sizesOf(chosen)) : undefined
  const compared = rows.map((row) => ({
    ...row,
    againstJax: against(row, "jax-steps"),
    againstTorch: against(row, "torch-eager"),
  }))
  return { ...setting, seed, rates, rows: compared }
}
