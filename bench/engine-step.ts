import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { eventEngine, vectorBits } from "../src/engine/index.js"
import type { SpikeDataset } from "../src/spikes/index.js"
import { wideSuffix } from "./measure.js"
import { lossScale, type Problem, readProblem } from "./problem.js"
import { timeSteps } from "./time-step.js"

/**
 * One measurement of this library's training step, in a process of its own like every peer:
 * node engine-step.js FOLDER THREADS SECONDS exact|fast NAME. Prints one line of JSON.
 */
function main([folder, ...words]: string[]): void {
  const [threads, seconds] = words.slice(0, 2).map(Number)
  const precision = words[2] === "fast" ? "fast" : "exact"
  const name = words[3]
  const made = readProblem(folder)
  saveGradients(join(folder, name), made, threads, precision)
  if (seconds === 0) {
    console.log(JSON.stringify({ name }))
    return
  }
  const times = timeSteps(made.net, made.data, { threads, precision, seconds })
  console.log(
    JSON.stringify({
      name,
      ...times,
      peakMegabytes: peakMegabytes(),
      gradients: true,
      note: name.endsWith(wideSuffix) ? `Node ${process.versions.node}, vectors of ${vectorBits()} bits` : undefined,
      versions: { node: process.versions.node },
    }),
  )
  process.exit(0)
}

/** Gradients at the start weights and what every layer spiked, as the peers write them. */
function saveGradients(path: string, { net, data }: Problem, threads: number, precision: "exact" | "fast"): void {
  const engine = eventEngine(net, { threads, precision })
  const samples = everyone(data)
  const loss = { kind: "crossEntropy", scale: lossScale } as const
  // in fast precision the first batch is worked out both ways, and comes exact
  engine.gradients(net.parameters, data, samples, loss)
  const { gradients } = engine.gradients(net.parameters, data, samples, loss)
  const weights = gradients.map((g) => Buffer.from(g.weights.buffer, g.weights.byteOffset, g.weights.byteLength))
  writeFileSync(`${path}.gradients.f32`, Buffer.concat(weights))
  const signatures = engine.record(net.parameters, data, samples).slice(1).map(timeSums)
  writeFileSync(`${path}.signatures.u32`, Buffer.concat(signatures.map((sums) => Buffer.from(sums.buffer))))
  void engine.close()
}

const everyone = ({ length }: SpikeDataset): Uint32Array => Uint32Array.from({ length }, (_, s) => s)

/** The sum of the spike times, counted from 1, of every neuron; samples x neurons. */
function timeSums({ length, unitCount, offsets, times, units }: SpikeDataset): Uint32Array {
  const sums = new Uint32Array(length * unitCount)
  for (let s = 0; s < length; s++) {
    for (let k = offsets[s]; k < offsets[s + 1]; k++) sums[s * unitCount + units[k]] += times[k] + 1
  }
  return sums
}

/** Highest resident size of this process. */
function peakMegabytes(): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))
    if (line) return Number(line[1]) / 1024
  } catch {
    // no /proc here
  }
  return process.resourceUsage().maxRSS / 1024
}

main(process.argv.slice(2))
