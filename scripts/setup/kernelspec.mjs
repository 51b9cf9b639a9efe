import { existsSync } from "node:fs"
import { join } from "node:path"
import { inProject, project, venv } from "./paths.mjs"
import { runProgram } from "./run-program.mjs"
import { hasStamp, stampOf, writeStamp } from "./stamp.mjs"

const installer = inProject("dist", "kernels", "install.js")
const folder = join(venv, "share", "jupyter", "kernels", "spiketime")
const stampFile = join(venv, ".spiketime-kernelspec.stamp")

// The specification names this Node and this folder, so a moved project or another Node needs a new one.
const stamp = () => stampOf([inProject("kernels")], process.execPath, project)

/**
 * Tells the environment's Jupyter about our TypeScript kernel.
 * @type {import("./run-steps.mjs").Step}
 */
export const kernelspec = {
  title: "Jupyter kernel",
  usualSeconds: 2,
  isDone: () => existsSync(folder) && hasStamp(stampFile, stamp()),
  async run(report) {
    await runProgram(process.execPath, [installer, "--prefix", venv], { onLine: report })
    writeStamp(stampFile, stamp())
  },
}
