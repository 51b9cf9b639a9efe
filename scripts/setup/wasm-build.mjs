import { existsSync } from "node:fs"
import { inProject, nodeModule } from "./paths.mjs"
import { runProgram } from "./run-program.mjs"
import { hasStamp, stampOf, writeStamp } from "./stamp.mjs"

const config = inProject("asconfig.json")
const product = inProject("dist", "src", "engine", "event", "kernels.wasm")
const stampFile = `${product}.stamp`

const stamp = () =>
  stampOf([inProject("src", "engine", "event", "assembly"), config, nodeModule("assemblyscript", "package.json")])

/**
 * The event engine's kernels: AssemblyScript to WebAssembly, with the flags of asconfig.json.
 * @type {import("./run-steps.mjs").Step}
 */
export const wasmBuild = {
  title: "WebAssembly kernels",
  usualSeconds: 6,
  isDone: () => existsSync(product) && hasStamp(stampFile, stamp()),
  async run(report) {
    const compiler = nodeModule("assemblyscript", "bin", "asc.js")
    await runProgram(process.execPath, [compiler, "--config", config, "--target", "release"], { onLine: report })
    if (!existsSync(product)) throw new Error(`asc left no ${product}; see the outFile of ${config}.`)
    writeStamp(stampFile, stamp())
  },
}
