import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { productDirectory } from "./language/product.js"

export const kernelName = "spiketime"

/** What Jupyter reads about the kernel: how to start it, and what to call it. */
export function kernelSpec(node = process.execPath) {
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
export function userDataDirectory(): string {
  if (process.env.JUPYTER_DATA_DIR) return process.env.JUPYTER_DATA_DIR
  if (process.platform === "darwin") return join(homedir(), "Library/Jupyter")
  if (process.platform === "win32") return join(process.env.APPDATA ?? homedir(), "jupyter")
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local/share"), "jupyter")
}

/**
 * Writes the kernelspec into a Jupyter data folder, in place of an older one.
 *
 * @returns the folder of the kernelspec
 */
export function installKernel(dataDirectory: string): string {
  const folder = join(dataDirectory, "kernels", kernelName)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(kernelSpec(), null, 2)}\n`)
  return folder
}

/** Takes the kernelspec away again. */
export function removeKernel(dataDirectory: string): string {
  const folder = join(dataDirectory, "kernels", kernelName)
  rmSync(folder, { recursive: true, force: true })
  return folder
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { prefix: { type: "string" }, user: { type: "boolean" } } })
  const data = values.prefix ? join(values.prefix, "share/jupyter") : userDataDirectory()
  console.log(`kernelspec ${kernelName} written to ${installKernel(data)}`)
}
