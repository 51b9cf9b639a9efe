import { homedir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The project's own folder, with a separator at its end only where the file system wants one. */
export const project = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "")

/**
 * A path inside the project.
 * @param {string[]} parts
 */
export const inProject = (...parts) => join(project, ...parts)

/** The folder of the Python environment. */
export const venv = inProject(".venv")

const windows = process.platform === "win32"

/**
 * A program of the Python environment, such as `python` or `jupyter`.
 * @param {string} name
 */
export const venvProgram = (name) => (windows ? join(venv, "Scripts", `${name}.exe`) : join(venv, "bin", name))

/**
 * A program that an npm package brings, as arguments for Node.
 * @param {string[]} parts
 */
export const nodeModule = (...parts) => inProject("node_modules", ...parts)

/** Downloads that several clones can share; outside the project, so that deleting a clone does not cost them. */
export const cache =
  process.env.SPIKETIME_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "spiketime")
