import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs"
import { rename } from "node:fs/promises"
import { join } from "node:path"
import { cache, inProject, nodeModule, venvProgram } from "./paths.mjs"
import { ProgramFailed, runProgram } from "./run-program.mjs"
import { hasStamp, stampOf, writeStamp } from "./stamp.mjs"

// tfjs-node's own installer fetches prebuilt files from an address that often fails; the same library comes in this wheel.
const wheel = {
  version: "2.13.1",
  python: "3.11",
  platform: "manylinux_2_17_x86_64",
  sha256: "87be6e61314b2c0fa062f71e26e41d6a17e162ffe4da72c820fe8f1fc94d97fe",
}
const library = join(cache, `tensorflow-${wheel.version}-linux-x64`)
const tfjsNode = nodeModule("@tensorflow", "tfjs-node")
const binding = join(tfjsNode, "lib", "napi-v8", "tfjs_binding.node")
const compiler = process.env.CXX || "g++"
const stampFile = join(tfjsNode, ".spiketime.stamp")

const stamp = () => stampOf([join(tfjsNode, "package.json"), join(tfjsNode, "binding")], wheel.sha256, library)

/** Whether this machine can have it at all, and the user wants it. */
const isWanted = () => process.env.SPIKETIME_NATIVE !== "0"

/**
 * @param {string} part
 * @param {() => Promise<unknown>} work
 */
async function doing(part, work) {
  try {
    await work()
  } catch (error) {
    const last =
      error instanceof ProgramFailed ? (error.lines.at(-1) ?? error.message) : /** @type {Error} */ (error).message
    throw new Error(`left out, going on with WebAssembly: ${part} failed (${last.split("\n")[0].trim()})`)
  }
}

/** @param {(line: string) => void} report */
async function fetchLibrary(report) {
  if (existsSync(library)) return
  const making = `${library}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  const script = inProject("python", "fetch_tensorflow.py")
  const args = [script, making, wheel.version, wheel.python, wheel.platform, wheel.sha256]
  try {
    await runProgram(venvProgram("python"), args, { onLine: report })
    await rename(making, library)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}

/** @param {(line: string) => void} report */
async function compileBinding(report) {
  const libraries = join(tfjsNode, "deps", "lib")
  rmSync(libraries, { recursive: true, force: true })
  mkdirSync(libraries, { recursive: true })
  mkdirSync(join(tfjsNode, "lib", "napi-v8"), { recursive: true })
  for (const name of ["cc", "framework"]) {
    const file = join(library, "lib", `libtensorflow_${name}.so.2`)
    symlinkSync(file, join(libraries, `libtensorflow_${name}.so.2`))
    symlinkSync(file, join(libraries, name === "cc" ? "libtensorflow.so" : "libtensorflow_framework.so"))
  }
  const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(tfjsNode, "binding", name))
  const includes = [join(library, "include"), nodeModule("node-api-headers", "include"), tfjsNode].map(
    (dir) => `-I${dir}`,
  )
  const flags = ["-std=c++17", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8", "-w", ...includes]
  const link = [`-L${libraries}`, "-ltensorflow", "-ltensorflow_framework", "-Wl,-rpath,$ORIGIN/../../deps/lib"]
  await runProgram(compiler, [...flags, ...sources, "-o", binding, ...link], { onLine: report })
}

/** @param {(line: string) => void} report */
const smokeTest = (report) =>
  runProgram(process.execPath, [inProject("scripts", "setup", "native-smoke-test.mjs")], { onLine: report })

/**
 * TensorFlow's native library for the reference engine: several times faster than WebAssembly there, and never required.
 * @type {import("./run-steps.mjs").Step}
 */
export const nativeTensorflow = {
  title: "native TensorFlow for the reference engine (optional)",
  usualSeconds: 45,
  optional: true,
  isDone: () => !isWanted() || (existsSync(tfjsNode) && hasStamp(stampFile, stamp())),
  async run(report) {
    const machine = `${process.platform} ${process.arch}`
    if (machine !== "linux x64") {
      writeStamp(stampFile, stamp())
      return `left out, going on with WebAssembly: there is a library for Linux x64 only, and this is ${machine}`
    }
    try {
      // Before the long download.
      await doing(`finding the compiler ${compiler}`, () => runProgram(compiler, ["--version"]))
      await doing("fetching libtensorflow", () => fetchLibrary(report))
      await doing("compiling the binding", () => compileBinding(report))
      await doing("its smoke test", () => smokeTest(report))
    } catch (error) {
      // A half-made binding would be worse than none: it is found, and then fails.
      rmSync(binding, { force: true })
      throw error
    }
    writeStamp(stampFile, stamp())
  },
}
