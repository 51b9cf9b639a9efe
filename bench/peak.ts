import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { setFlagsFromString } from "node:v8"
import { project } from "./environment.js"

/** What one core does at most, in thousands of millions of vectors of 128 bits a second. */
export type Peak = Readonly<Record<(typeof operations)[number], number>>

const operations = ["multiplyAdds", "dots", "divisions", "loads", "stores"] as const

/** Of each operation in a turn of its loop. */
const perTurn: Readonly<Record<(typeof operations)[number], number>> = {
  multiplyAdds: 10,
  dots: 8,
  divisions: 8,
  loads: 8,
  stores: 8,
}

/** Measures this core by the loops of assembly/peak.ts, each as often as gives a steady best. */
export function peak(): Peak {
  const file = join(project, ".cache/bench/peak.wasm")
  mkdirSync(dirname(file), { recursive: true })
  const asc = join(dirname(createRequire(import.meta.url).resolve("assemblyscript/package.json")), "bin/asc.js")
  const folder = join(project, "bench/assembly")
  execFileSync(process.execPath, [asc, "--config", "asconfig.json", "--outFile", file], { cwd: folder })
  // Node from 22 on has joined operations by itself
  const flags = ["--no-liftoff", "--no-wasm-lazy-compilation"]
  if (Number(process.versions.node.split(".")[0]) < 22) flags.push("--experimental-wasm-relaxed-simd")
  for (const flag of flags) setFlagsFromString(flag)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), {})
  const memory = exports.memory as { buffer: ArrayBuffer }
  new Float32Array(memory.buffer, 0, 256).fill(1.1)
  const of = (name: (typeof operations)[number]): number => {
    const loop = exports[name] as (turns: number) => number
    const turns = 1e6
    let best = Infinity
    for (let round = 0; round < 12; round++) {
      const begun = performance.now()
      loop(turns)
      best = Math.min(best, performance.now() - begun)
    }
    return (turns * perTurn[name]) / best / 1e6
  }
  return Object.fromEntries(operations.map((name) => [name, of(name)])) as Peak
}
