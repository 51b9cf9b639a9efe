import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, join } from "node:path"
import { productDirectory } from "./language/product.js"

export const kernelName = "spiketime"

/** What Jupyter reads about the kernel: how to start it, and what to call it. */
export interface KernelSpec {
  argv: string[]
  display_name: string
  language: string
  interrupt_mode: string
  env: { [name: string]: string }
  metadata: { [name: string]: unknown }
}

export function kernelSpec(node = process.execPath): KernelSpec {
  return {
    argv: [node, join(productDirectory, "dist/kernels/main.js"), "{connection_file}"],
    display_name: "TypeScript (spiketime)",
    language: "typescript",
    interrupt_mode: "message",
    // Without these, glibc keeps what the compiler's threads gave back: 150 MB after a few hundred cells.
    env: { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "100000" },
    metadata: { debugger: false },
  }
}

/** Jupyter's data folder of the user. */
export function userDataDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR
  if (process.platform === "darwin") return join(homedir(), "Library/Jupyter")
  if (process.platform === "win32") return join(env.APPDATA ?? homedir(), "jupyter")
  return join(env.XDG_DATA_HOME || join(homedir(), ".local/share"), "jupyter")
}

/** Jupyter's data folder of an environment: a venv, a conda environment, /usr/local. */
export function prefixDataDirectory(prefix: string): string {
  return join(prefix, "share/jupyter")
}

/** The active Python environment, if there is one. */
export function activeEnvironment(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env.VIRTUAL_ENV || env.CONDA_PREFIX || undefined
}

/** Everywhere that Jupyter may look for kernels. */
export function dataDirectories(env: NodeJS.ProcessEnv = process.env): string[] {
  const active = activeEnvironment(env)
  const named = (env.JUPYTER_PATH ?? "").split(delimiter).filter(Boolean)
  const environment = [active, "/usr/local", "/usr"]
    .filter((prefix): prefix is string => prefix !== undefined)
    .map(prefixDataDirectory)
  return [...new Set([...named, userDataDirectory(env), ...environment])]
}

/**
 * Writes the kernelspec into a Jupyter data folder, in place of an older one.
 *
 * @returns the folder of the kernelspec
 */
export function installKernel(dataDirectory: string): string {
  const folder = join(dataDirectory, "kernels", kernelName)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, "kernel.json")
  writeFileSync(`${file}.new`, `${JSON.stringify(kernelSpec(), null, 2)}\n`)
  renameSync(`${file}.new`, file)
  return folder
}

/** Takes the kernelspec away again. Says whether there was one. */
export function removeKernel(dataDirectory: string): boolean {
  const folder = join(dataDirectory, "kernels", kernelName)
  const there = existsSync(folder)
  rmSync(folder, { recursive: true, force: true })
  return there
}

/** A kernelspec that was found, and what is wrong with it. */
export interface InstalledKernel {
  folder: string
  /** Nothing when it will start. */
  problem?: string
}

/** Our kernelspecs in the given data folders. */
export function installedKernels(directories = dataDirectories()): InstalledKernel[] {
  return directories
    .map((directory) => join(directory, "kernels", kernelName))
    .filter((folder) => existsSync(join(folder, "kernel.json")))
    .map((folder) => ({ folder, problem: problem(join(folder, "kernel.json")) }))
}

function problem(file: string): string | undefined {
  try {
    const { argv } = JSON.parse(readFileSync(file, "utf8")) as KernelSpec
    const missing = argv.slice(0, 2).find((path) => !existsSync(path))
    return missing && `it starts ${missing}, which is not there any more; install it again`
  } catch (error) {
    return `its kernel.json cannot be read (${(error as Error).message}); install it again`
  }
}
