import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { vectorBits } from "../src/engine/index.js"
import { peersPython, project, wideNode } from "./environment.js"
import { allowedCores, contenders } from "./measure.js"
import { costs } from "./parts/costs.js"
import { longTask } from "./parts/long-task.js"
import type { Findings } from "./parts/part.js"
import { recurrence } from "./parts/recurrence.js"
import { roofline } from "./parts/roofline.js"
import { scaling } from "./parts/scaling.js"
import { shdEpoch } from "./parts/shd-epoch.js"
import { steps } from "./parts/steps.js"
import { tableMarkdown, tableText } from "./table.js"

const help = `npm run bench -- [options]      all of it takes about 12 minutes and writes docs/bench.md anew
  --parts steps,roofline,costs,recurrence,scaling,long,epoch
                            a training step beside peers (7 minutes), how near it is to what the core can do, what the parts of a
                            network cost, recurrent layers beside JAX, how time grows with each size, a task of 10 000 steps, an epoch of SHD's shape
  --inputs 700,224          steps: input channels
  --steps 100,200,1000      steps: window
  --cores 1,all             steps: cores that each contender may use
  --only event,jax-steps    steps: contenders (${contenders.map(({ name }) => name).join(", ")});
                            by default JAX everywhere, all others at 700 inputs with 100 steps, plain PyTorch with 1000 on one core
  --seconds 2               how long each is measured
  --no-torch                leave out PyTorch and what builds on it (a large download)`

const parts = ["steps", "roofline", "costs", "recurrence", "scaling", "long", "epoch"] as const
type PartName = (typeof parts)[number]

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      parts: { type: "string", default: parts.join() },
      inputs: { type: "string", default: "700,224" },
      steps: { type: "string", default: "100,200,1000" },
      cores: { type: "string", default: "1,all" },
      only: { type: "string" },
      seconds: { type: "string", default: "2" },
      "no-torch": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return
  }
  const chosen = values.parts.split(",").map((name) => known("part", name, parts) as PartName)
  const names = values.only?.split(",").map((name) =>
    known(
      "contender",
      name,
      contenders.map((c) => c.name),
    ),
  )
  const withTorch = !values["no-torch"] && chosen.includes("steps")
  const python = chosen.some((name) => ["steps", "recurrence", "long"].includes(name))
    ? peersPython({ torch: withTorch })
    : undefined
  const wide = chosen.includes("steps") ? wideNode() : undefined
  const seconds = Number(values.seconds)
  const begun = performance.now()
  const findings: Partial<Record<PartName, Findings>> = {}
  const run: Record<PartName, () => Promise<Findings>> = {
    steps: () =>
      steps({
        inputs: values.inputs.split(",").map(Number),
        steps: values.steps.split(",").map(Number),
        cores: [...new Set(values.cores.split(",").map((n) => (n === "all" ? allowedCores().length : Number(n))))],
        seconds,
        python: python!,
        wideNode: wide,
        wanted: (inputs, count, cores) => {
          const known = contenders.filter((contender) => wide || !contender.wide)
          if (names) return known.filter(({ name }) => names.includes(name))
          // those of PyTorch take a minute and more where windows are long
          const others = (name: string) =>
            inputs === 700 && (count === 100 || (count === 1000 && cores === 1 && /^(torch|jax)/.test(name)))
          return known.filter(
            ({ name, torch }) =>
              name.startsWith("event") || name === "jax-steps" || (others(name) && !(torch && values["no-torch"])),
          )
        },
      }),
    roofline: async () => roofline({ seconds }),
    costs: () => costs({ seconds: seconds / 2 }),
    recurrence: () => recurrence({ seconds, python }),
    scaling: () => scaling({ seconds: seconds / 4, dense: denseTime(findings.steps) }),
    long: () => longTask({ seconds, python }),
    epoch: shdEpoch,
  }
  if (loadavg()[0] > 0.7)
    console.log(`Others are at work here (load ${loadavg()[0].toFixed(1)}): take no figure for good.`)
  console.log(machine())
  for (const name of chosen) {
    findings[name] = await run[name]()
    for (const table of findings[name].tables.slice(0, name === "steps" ? (wide ? 2 : 1) : undefined)) {
      console.log(`\n${tableText(table)}`)
    }
    await write(join(project, "out", "bench"), findings)
  }
  console.log(`\nDone in ${((performance.now() - begun) / 60_000).toFixed(1)} minutes. Written: out/bench/`)
  const restricted = process.argv.some((word) => /^--(parts|inputs|steps|cores|only)\b/.test(word))
  if (!restricted) {
    await write(join(project, "docs"), findings)
    console.log("Written: docs/bench.md and its charts")
  }
}

const machine = (): string =>
  `${cpus()[0]?.model}, ${allowedCores().length} cores, Node ${process.versions.node}, vectors of ${vectorBits()} bits.`

function known(what: string, name: string, names: readonly string[]): string {
  if (!names.includes(name))
    throw new RangeError(`bench: ${what} "${name}" is not known; take some of ${names.join(", ")}.`)
  return name
}

/** A step of JAX where densities are varied: 200 steps, 700 inputs, one core. */
function denseTime(found: Findings | undefined): number | undefined {
  const panels = (found?.data ?? []) as Awaited<ReturnType<typeof steps>>["data"]
  const panel = panels.find(({ inputs, steps, cores }) => inputs === 700 && steps === 200 && cores === 1)
  return panel?.rows.find(({ name }) => name === "jax-steps")?.ms
}

/** Everything so far, as bench.md, bench.json and charts; a run that is cut off keeps what it has. */
async function write(folder: string, findings: Partial<Record<PartName, Findings>>): Promise<void> {
  const found = Object.values(findings)
  const charts = Object.entries(
    Object.assign({}, ...found.map(({ charts }) => charts ?? {})) as Findings["charts"] & {},
  )
  const load = loadavg()[0].toFixed(1)
  const page = [
    "# Speed",
    "",
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}. ${machine()} Load at the end: ${load}.`,
    "",
    ...charts.flatMap(([name, chart]) => [`![${chart}](bench-${name}.svg)`, ""]),
    ...found.flatMap(({ tables }) => tables.map(tableMarkdown)),
  ].join("\n")
  const files: Record<string, string> = { "bench.md": page }
  if (!folder.endsWith("docs")) {
    const data = Object.entries(findings).map(([name, { data }]) => [name, data])
    files["bench.json"] = JSON.stringify(Object.fromEntries(data), null, 1)
  }
  for (const [name, chart] of charts) files[`bench-${name}.svg`] = await chart.svg()
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.part`, text)
    renameSync(`${path}.part`, path)
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
