import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { installedKernels } from "./kernelspec.js"
import { productDirectory } from "./language/product.js"

/** One thing that a kernel needs, whether it is there, and if not, what to do. */
export interface Finding {
  good: boolean
  text: string
}

/** Looks whether everything is there that notebooks on this kernel need. */
export function checkKernel(): Finding[] {
  return [node(), build(), ...kernels(), ...jupyter()]
}

function node(): Finding {
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number]
  const good = major > 20 || (major === 20 && minor >= 19)
  return { good, text: `Node ${process.versions.node}${good ? "" : ": 20.19 or newer is needed"}` }
}

function build(): Finding {
  const main = join(productDirectory, "dist/kernels/main.js")
  return existsSync(main)
    ? { good: true, text: `kernel at ${main}` }
    : { good: false, text: `${main} is missing: run npm run build in ${productDirectory}` }
}

function kernels(): Finding[] {
  const found = installedKernels()
  if (found.length === 0) return [{ good: false, text: "not installed: run spiketime kernel install" }]
  return found.map(({ folder, problem }) => ({
    good: problem === undefined,
    text: `kernelspec ${folder}${problem ? `: ${problem}` : ""}`,
  }))
}

function jupyter(): Finding[] {
  const version = (program: string, ...args: string[]) => {
    try {
      return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim()
    } catch {
      return undefined
    }
  }
  const lab = version("jupyter", "lab", "--version")
  if (lab === undefined) {
    return [{ good: false, text: "no JupyterLab on the path: pip install jupyterlab, or activate its environment" }]
  }
  const listed = version("jupyter", "kernelspec", "list") ?? ""
  const sees = /^\s*spiketime\s/m.test(listed)
  return [
    { good: true, text: `JupyterLab ${lab}` },
    sees
      ? { good: true, text: "this Jupyter sees the kernel" }
      : {
          good: false,
          text: "this Jupyter does not see the kernel: install it with --prefix of Jupyter's environment",
        },
  ]
}
