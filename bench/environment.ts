import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The project's folder; this file runs from dist/bench. */
export const project = fileURLToPath(new URL("../../", import.meta.url))

const folder = join(project, ".cache", "bench-venv")
export const peersFolder = join(project, "bench", "peers")

/** PyTorch's own index has builds without CUDA; PyPI has only those with it, several GB more. */
const withoutCuda = "https://download.pytorch.org/whl/cpu"

/**
 * Makes the peers' Python environment, once.
 *
 * @param torch whether PyTorch and what builds on it are wanted
 * @returns the path of its Python
 * @throws Error when something cannot be installed, with the command that failed
 */
export function peersPython({ torch }: { torch: boolean }): string {
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python")
  if (!existsSync(python)) run(process.env.PYTHON ?? "python3", ["-m", "venv", folder])
  install(python, "requirements.txt")
  if (torch) {
    if (!isInstalled("requirements-torch.txt") && !hasTorch(python)) {
      const version = /^torch==.*$/m.exec(read("requirements-torch.txt"))![0]
      console.log(`Installing ${version} without CUDA ...`)
      const quick = ["--quiet", "--retries", "0", "--timeout", "15", "--index-url", withoutCuda, version]
      const { status } = spawnSync(python, ["-m", "pip", "install", ...quick], { stdio: "ignore" })
      if (status !== 0) console.log("That index cannot be reached; PyPI's build brings CUDA with it: 7 GB on disk.")
    }
    install(python, "requirements-torch.txt")
  }
  return python
}

const read = (name: string): string => readFileSync(join(peersFolder, name), "utf8")
const hasTorch = (python: string): boolean => spawnSync(python, ["-c", "import torch"]).status === 0
const stampOf = (name: string): string =>
  join(folder, `${name}.${createHash("sha256").update(read(name)).digest("hex").slice(0, 12)}`)
const isInstalled = (name: string): boolean => existsSync(stampOf(name))

function install(python: string, name: string): void {
  if (isInstalled(name)) return
  console.log(`Installing bench/peers/${name} into .cache/bench-venv ...`)
  run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", join(peersFolder, name)])
  writeFileSync(stampOf(name), "")
}

function run(program: string, args: string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" })
  if (status !== 0) {
    throw new Error(`bench: \`${[program, ...args].join(" ")}\` failed${error ? `: ${error.message}` : ""}.`)
  }
}
