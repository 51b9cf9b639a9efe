import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { peersFolder } from "./environment.js"

/** One line of the table. */
export interface Measurement {
  name: string
  /** Median time of a whole training step (ms). */
  ms: number
  fastest: number
  slowest: number
  /** Processor time a step, of all its threads (ms): what can still be compared where others are at work on the machine. */
  cpu: number
  repeats: number
  /** Highest resident size of the process (MB). */
  peakMegabytes: number
  /** Until the first step was done: compilation (s). */
  readySeconds?: number
  note?: string
  /** Whether its gradients were written. */
  gradients?: boolean
  versions: Record<string, string>
}

/** What is measured: this library, or a script of peers/. */
export interface Contender {
  name: string
  script?: string
  variant?: string
  torch?: boolean
  /** Runs under a Node whose V8 has wider vectors. */
  wide?: boolean
}

/** What the names of contenders under another Node end with. */
export const wideSuffix = "-24"

export const contenders: readonly Contender[] = [
  { name: "event", variant: "exact" },
  { name: "event-fast", variant: "fast" },
  { name: `event${wideSuffix}`, variant: "exact", wide: true },
  { name: `event-fast${wideSuffix}`, variant: "fast", wide: true },
  { name: "jax-steps", script: "jax_scan.py", variant: "steps" },
  { name: "jax-layers", script: "jax_scan.py", variant: "layers" },
  { name: "torch-compile", script: "torch_compile.py", torch: true },
  { name: "torch-eager", script: "torch_eager.py", torch: true },
  { name: "norse", script: "norse_step.py", torch: true },
  { name: "spikingjelly", script: "spikingjelly_step.py", torch: true },
  { name: "snntorch", script: "snntorch_step.py", torch: true },
]

export interface Setting {
  folder: string
  inputs: number
  steps: number
  seed: number
  cores: number
  seconds: number
  /** The program for those that are `wide`. */
  wideNode?: string
}

/** Runs one contender in a process of its own, on the first `cores` cores that this process may use. */
export async function measure(
  { name, script, variant, wide }: Contender,
  python: string,
  { folder, cores, seconds, wideNode }: Setting,
): Promise<Measurement> {
  if (script) {
    const options = ["--cores", cores, "--seconds", seconds, ...(variant ? ["--variant", variant] : [])]
    return lastLine(await output(python, [join(peersFolder, script), folder, ...options.map(String)]))
  }
  const program = fileURLToPath(new URL("./engine-step.js", import.meta.url))
  const args = [program, folder, ...[cores, seconds].map(String), variant ?? "exact", name]
  const pinned = process.platform === "linux" ? ["taskset", "-c", allowedCores().slice(0, cores).join()] : []
  const [command, ...rest] = [...pinned, (wide && wideNode) || process.execPath, ...args]
  return lastLine(await output(command, rest))
}

/** The cores that this process may use. */
export function allowedCores(): number[] {
  const list = /Cpus_allowed_list:\s+(\S+)/.exec(readFileSync("/proc/self/status", "utf8"))![1]
  return list.split(",").flatMap((range) => {
    const [first, last]: (number | undefined)[] = range.split("-").map(Number)
    return Array.from({ length: (last ?? first!) - first! + 1 }, (_, k) => first! + k)
  })
}

const lastLine = (text: string): Measurement => JSON.parse(text.trim().split("\n").at(-1)!)

/** What takes longer is given up (s). */
const patience = 150

function output(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] })
    const parts = { stdout: "", stderr: "" }
    for (const name of ["stdout", "stderr"] as const) child[name].on("data", (data) => (parts[name] += data))
    const timer = setTimeout(() => child.kill(), patience * 1000)
    child.on("error", reject)
    child.on("close", (code, signal) => {
      clearTimeout(timer)
      if (signal) reject(new Error(`not done after ${patience} s`))
      if (code === 0) resolve(parts.stdout)
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${parts.stderr.slice(-2000)}`))
    })
  })
}
