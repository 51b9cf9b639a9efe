import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { eventEngine } from "../src/engine/index.js"
import { stepChart } from "./chart.js"
import { compare } from "./compare.js"
import { peersPython, project } from "./environment.js"
import { allowedCores, type Contender, contenders, type Measurement, measure } from "./measure.js"
import { batch, type Problem, problem, problemSize, writeProblem } from "./problem.js"
import { type Panel, panelText } from "./report.js"

const help = `npm run bench -- [options]
  --inputs 700,224          input channels
  --steps 100,200,1000      window
  --cores 1,all             cores that each contender may use
  --only event,jax-steps    contenders (${contenders.map(({ name }) => name).join(", ")})
  --seconds 8               how long each is measured
  --no-torch                leave out PyTorch and what builds on it (a large download)`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      inputs: { type: "string", default: "700,224" },
      steps: { type: "string", default: "100,200,1000" },
      cores: { type: "string", default: "1,all" },
      only: { type: "string" },
      seconds: { type: "string", default: "8" },
      "no-torch": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return
  }
  const names = values.only?.split(",")
  const unknown = names?.find((name) => !contenders.some((c) => c.name === name))
  if (unknown) throw new RangeError(`bench: "${unknown}" is not known; take some of ${contenders.map((c) => c.name)}.`)
  const wanted = contenders.filter(({ name, torch }) => (names ? names.includes(name) : !(torch && values["no-torch"])))
  const cores = [...new Set(values.cores.split(",").map((n) => (n === "all" ? allowedCores().length : Number(n))))]
  const python = peersPython({ torch: wanted.some(({ torch }) => torch) })

  console.log(`${cpus()[0]?.model}, ${allowedCores().length} cores, Node ${process.versions.node}`)
  if (loadavg()[0] > 0.7)
    console.log(`Others are at work here (load ${loadavg()[0].toFixed(1)}): take no figure for good.`)
  const panels: Panel[] = []
  for (const inputs of values.inputs.split(",").map(Number)) {
    for (const steps of values.steps.split(",").map(Number)) {
      const folder = join(project, ".cache", "bench", `${inputs}-${steps}`)
      const chosen = await choose(folder, inputs, steps, python)
      for (const count of cores) {
        const panel = await measureAll(wanted, python, chosen, {
          folder,
          inputs,
          steps,
          cores: count,
          seconds: Number(values.seconds),
        })
        panels.push(panel)
        console.log(`\n${panelText(panel)}`)
        await write(panels)
      }
    }
  }
  console.log("\nWritten: out/bench/bench.json, out/bench/bench.svg")
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
  setting: { folder: string; inputs: number; steps: number; cores: number; seconds: number },
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

/** Everything so far; a run that is cut off keeps what it has. */
async function write(panels: readonly Panel[]): Promise<void> {
  const folder = join(project, "out", "bench")
  mkdirSync(folder, { recursive: true })
  const files = { "bench.json": JSON.stringify(panels, null, 1), "bench.svg": await stepChart(panels).svg() }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.part`), text)
    renameSync(join(folder, `${name}.part`), join(folder, name))
  }
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
