import { existsSync } from "node:fs"
import { inProject, nodeModule } from "./paths.mjs"
import { runProgram } from "./run-program.mjs"
import { hasStamp, stampOf, writeStamp } from "./stamp.mjs"

const config = inProject("asconfig.json")
/** @param {string} name */
const productOf = (name) => inProject("dist", "src", "engine", "event", name)
/** What each target of asconfig.json makes. */
const products = { release: productOf("kernels.wasm"), fused: productOf("kernels-fused.wasm") }
const stampFile = `${products.release}.stamp`

const stamp = () =>
  stampOf([inProject("src", "engine", "event", "assembly"), config, nodeModule("assemblyscript", "package.json")])

/**
 * The event engine's kernels: AssemblyScript to WebAssembly, with the flags of asconfig.json.
 * @type {import("./run-steps.mjs").Step}
 */
export const wasmBuild = {
  title: "WebAssembly kernels",
  usualSeconds: 6,
  isDone: () => Object.values(products).every((product) => existsSync(product)) && hasStamp(stampFile, stamp()),
  async run(report) {
    const compiler = nodeModule("assemblyscript", "bin", "asc.js")
    for (const [target, product] of Object.entries(products)) {
      await runProgram(process.execPath, [compiler, "--config", config, "--target", target], { onLine: report })
      if (!existsSync(product)) throw new Error(`asc left no ${product}; see the outFile of ${config}.`)
    }
    writeStamp(stampFile, stamp())
  },
}
