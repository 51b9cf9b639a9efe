import { existsSync, readFileSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The version that python/requirements.txt pins: what is there unless somebody chose otherwise. */
const pinned = "0.11.0"

const project = fileURLToPath(new URL("../../..", import.meta.url))

/** Jupyter data folders in which the front end of live views may be installed, most likely first. */
export function labFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  const prefixes = [env.VIRTUAL_ENV, env.CONDA_PREFIX, ...besideJupyter(env), join(project, ".venv")]
  const shared = [...prefixes, join(homedir(), ".local"), "/usr/local", "/usr"]
    .filter((prefix): prefix is string => Boolean(prefix))
    .map((prefix) => join(prefix, "share", "jupyter"))
  return [...new Set([...(env.JUPYTER_PATH ?? "").split(delimiter).filter(Boolean), ...shared])]
}

/** Environments whose programs are on the path, such as the one of the server that started the kernel. */
function besideJupyter(env: NodeJS.ProcessEnv): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean)
  return folders.filter((folder) => existsSync(join(folder, "jupyter-lab"))).map(dirname)
}

/**
 * Version of the installed anywidget extension. A page loads a view only under exactly the version that it has; where no
 * extension is found (a server on another machine), the pinned version is the best guess.
 */
export function frontEndVersion(folders: readonly string[] = labFolders()): string {
  for (const folder of folders) {
    try {
      const text = readFileSync(join(folder, "labextensions", "anywidget", "package.json"), "utf8")
      const { version } = JSON.parse(text) as { version?: unknown }
      if (typeof version === "string") return version
    } catch {}
  }
  return pinned
}
