import { spawnSync } from "node:child_process"
import { copyFileSync, existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { inProject, venv, venvProgram } from "./paths.mjs"
import { ProgramFailed, runProgram } from "./run-program.mjs"
import { hasStamp, stampOf, writeStamp } from "./stamp.mjs"

const requirements = inProject("python", "requirements.txt")
const constraints = inProject("python", "constraints.txt")
const serverConfig = inProject("python", "jupyter_server_config.py")
const stampFile = join(venv, ".spiketime.stamp")

const stamp = () => stampOf([requirements, constraints, serverConfig])

const oldest = [3, 10]

/**
 * The first Python on the path that is new enough.
 * @returns {string}
 */
export function findPython() {
  const tried = []
  for (const name of [process.env.PYTHON, "python3", "python"]) {
    if (!name) continue
    const answer = spawnSync(name, ["-c", "import sys; print(*sys.version_info[:2])"], { encoding: "utf8" })
    if (answer.status !== 0) continue
    const [major, minor] = answer.stdout.trim().split(" ").map(Number)
    if (major === oldest[0] && minor >= oldest[1]) return name
    tried.push(`${name} is ${major}.${minor}`)
  }
  throw new Error(
    `JupyterLab needs Python ${oldest.join(".")} or later and there is none (${tried.join(", ") || "no python3 on the path"}). ` +
      "Install it (Debian: apt-get install python3 python3-venv), or name one with PYTHON=/path/to/python3.",
  )
}

/**
 * JupyterLab and its friends in .venv, in pinned versions.
 * @type {import("./run-steps.mjs").Step}
 */
export const pythonEnvironment = {
  title: "Python environment with JupyterLab",
  usualSeconds: 60,
  isDone: () => existsSync(venvProgram("python")) && hasStamp(stampFile, stamp()),
  async run(report) {
    const works = () => spawnSync(venvProgram("python"), ["-m", "pip", "--version"]).status === 0
    // An environment that works is kept, with whatever the user has put into it.
    if (!works()) {
      const python = findPython()
      try {
        await runProgram(python, ["-m", "venv", "--clear", venv], { onLine: report })
      } catch (error) {
        const lines = error instanceof ProgramFailed ? error.lines.join(" ") : ""
        if (/ensurepip|No module named venv/.test(lines)) {
          throw new Error(
            `${python} cannot make environments: its venv module is missing or incomplete. ` +
              "On Debian and Ubuntu: apt-get install python3-venv. Then run the same command again.",
          )
        }
        throw error
      }
    }
    const pip = ["-m", "pip", "install", "--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
    // The constraints name versions that no longer know Python 3.10; there, pip finds older ones itself.
    const old =
      spawnSync(venvProgram("python"), ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).status !== 0
    const exact = old ? [] : ["-c", constraints]
    await runProgram(venvProgram("python"), [...pip, "-r", requirements, ...exact], { onLine: report })
    const settings = join(venv, "etc", "jupyter")
    mkdirSync(settings, { recursive: true })
    copyFileSync(serverConfig, join(settings, "jupyter_server_config.py"))
    writeStamp(stampFile, stamp())
  },
}
