import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
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

/** A Node whose V8 joins vectors to ones of 256 bits, as npm has its program. */
const wide = { folder: join(project, ".cache", "bench-node"), version: "24.21.0" }

/**
 * Fetches a Node with wider vectors than this one's, once.
 *
 * @returns the path of its program; undefined where this one has them, or it cannot be had
 */
export function wideNode(): string | undefined {
  if (Number(process.versions.node.split(".")[0]) >= 24) return undefined
  const name = `node-${process.platform}-${process.arch}`
  const program = join(wide.folder, "node_modules", name, "bin", "node")
  const isThere = () => spawnSync(program, ["--version"], { encoding: "utf8" }).stdout?.trim() === `v${wide.version}`
  if (!isThere()) {
    console.log(`Installing Node ${wide.version} into .cache/bench-node ...`)
    const asked = ["install", "--no-save", "--ignore-scripts", "--prefix", wide.folder, `${name}@${wide.version}`]
    mkdirSync(wide.folder, { recursive: true })
    spawnSync("npm", asked, { stdio: "ignore" })
    if (!isThere()) {
      console.log(`npm has no ${name}@${wide.version} that runs here: nothing is measured with wider vectors.`)
      return undefined
    }
  }
  return program
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
