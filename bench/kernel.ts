import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { cpus, loadavg } from "node:os"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { median } from "d3-array"
import { kernelSpec } from "../kernels/index.js"
import { Client } from "../test/kernels/client.js"
import { project } from "./environment.js"

const help = `npm run bench:kernel -- [options]
  --cells 300       cells run in a row
  --starts 3        starts of each kernel
  --only ours,tslab,deno`

/** A TypeScript kernel, as its kernelspec starts it. */
interface Contender {
  name: string
  argv: () => string[]
  env?: { [name: string]: string }
}

const denoVersion = "2.9.6"

const contenders: Contender[] = [
  { name: "ours", argv: () => kernelSpec().argv, env: kernelSpec().env },
  {
    name: "tslab",
    argv: () => {
      const folder = dirname(createRequire(import.meta.url).resolve("tslab/package.json"))
      return [process.execPath, join(folder, "bin/tslab"), "kernel", "--config-path", "{connection_file}"]
    },
  },
  { name: "deno", argv: () => [deno(), "jupyter", "--kernel", "--conn", "{connection_file}"] },
]

/** Deno's program, fetched once from npm into the cache. */
function deno(): string {
  const folder = join(project, ".cache/bench-deno")
  const platform = `${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`
  const program = join(folder, "node_modules/@deno", platform, process.platform === "win32" ? "deno.exe" : "deno")
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    const npm = ["install", "--prefix", folder, "--ignore-scripts", "--no-save", `deno@${denoVersion}`]
    execFileSync("npm", npm, { stdio: ["ignore", "ignore", "inherit"] })
  }
  return program
}

interface Figures {
  /** From the start of the process to the answer who it is, and to the first cell's end (s). */
  answers: number
  firstCell: number
  /** A trivial cell (ms). */
  cell: number
  /** Completion in code that is new, and once more in the same (ms). */
  cold: number
  warm: number
  /** Resident memory after the first cell and after all cells (MB). */
  memory: number
  memoryAfter: number
  /** Processor time of the start (s): less moved by what else the machine does. */
  processor: number
}

async function measure(contender: Contender, cells: number): Promise<Figures> {
  const start = performance.now()
  const kernel = await Client.launch(contender.argv(), {}, contender.env)
  try {
    await answer(kernel)
    const answers = (performance.now() - start) / 1000
    await reply(kernel, "1")
    const firstCell = (performance.now() - start) / 1000
    const [memory, processor] = [resident(kernel.pid), processorTime(kernel.pid)]
    const times: number[] = []
    for (let n = 0; n < cells; n++) times.push(await timed(() => reply(kernel, `const a${n % 20} = ${n}\na${n % 20}`)))
    const cold: number[] = []
    const warm: number[] = []
    for (let n = 0; n < 20; n++) {
      const code = `const b${n} = Math.f`
      const complete = () => kernel.request("shell", "complete_request", { code, cursor_pos: code.length }, 60_000)
      cold.push(await timed(complete))
      warm.push(await timed(complete))
    }
    const [cell, coldest, warmest] = [times, cold, warm].map((values) => median(values)!) as [number, number, number]
    return {
      answers,
      firstCell,
      cell,
      cold: coldest,
      warm: warmest,
      memory,
      memoryAfter: resident(kernel.pid),
      processor,
    }
  } finally {
    await kernel.stop()
  }
}

/** Asks who the kernel is until it says so: what is asked before its sockets stand may be lost. */
async function answer(kernel: Client): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const reply = await kernel.request("shell", "kernel_info_request", {}, 250).catch(() => undefined)
    if (reply) return
  }
  throw new Error(`the kernel does not answer: ${kernel.complaints}`)
}

async function reply(kernel: Client, code: string): Promise<void> {
  const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: true }
  const { status } = (await kernel.request("shell", "execute_request", content, 30_000)).content
  if (status !== "ok") throw new Error(`${JSON.stringify(code)} ended with ${status}`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function resident(pid: number): number {
  if (process.platform === "linux")
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024
}

/** Seconds of processor time, from "12:34.56" or "01:02:03". */
function processorTime(pid: number): number {
  if (process.platform === "linux") {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return (Number(fields[11]) + Number(fields[12])) / 100
  }
  const text = execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" }).trim()
  return text.split(":").reduce((total, part) => total * 60 + Number(part), 0)
}

const { values } = parseArgs({
  options: {
    cells: { type: "string", default: "300" },
    starts: { type: "string", default: "3" },
    only: { type: "string" },
    help: { type: "boolean" },
  },
})
if (values.help) {
  console.log(help)
} else {
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}, load ${loadavg()[0]!.toFixed(1)}`,
  )
  console.log(
    "| kernel | answers s | first cell s | of which CPU s | cell ms | completion ms cold / warm | MB start / after |",
  )
  console.log("|---|---|---|---|---|---|---|")
  for (const contender of contenders) {
    if (values.only && !values.only.split(",").includes(contender.name)) continue
    const runs: Figures[] = []
    try {
      for (let n = 0; n < Number(values.starts); n++) runs.push(await measure(contender, Number(values.cells)))
    } catch (error) {
      // One that fails, as some do on a machine that is busy, costs the others nothing.
      console.log(`| ${contender.name} | failed: ${(error as Error).message} | | | | | |`)
      continue
    }
    const of = (pick: (figures: Figures) => number, digits: number) => median(runs, pick)!.toFixed(digits)
    console.log(
      `| ${contender.name} | ${of((f) => f.answers, 2)} | ${of((f) => f.firstCell, 2)} | ${of((f) => f.processor, 2)} | ` +
        `${of((f) => f.cell, 1)} | ${of((f) => f.cold, 1)} / ${of((f) => f.warm, 1)} | ` +
        `${of((f) => f.memory, 0)} / ${of((f) => f.memoryAfter, 0)} |`,
    )
  }
}
