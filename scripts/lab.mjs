// npm run lab: JupyterLab with our kernel, in the folder of the notebooks. Further arguments go to JupyterLab.
import { spawn } from "node:child_process"
import { setup } from "./setup/index.mjs"
import { orExplain } from "./setup/or-explain.mjs"
import { inProject, venvProgram } from "./setup/paths.mjs"

await orExplain(() => setup())
const args = ["lab", `--ServerApp.root_dir=${inProject("notebooks")}`, ...process.argv.slice(2)]
const lab = spawn(venvProgram("jupyter"), args, { stdio: "inherit" })
// JupyterLab asks for a second Ctrl-C itself; we only wait for it.
process.on("SIGINT", () => {})
process.on("SIGTERM", () => lab.kill("SIGTERM"))
lab.on("exit", (code) => process.exit(code ?? 1))
