import { createRequire } from "node:module"
import { dirname } from "node:path"

/** All of TensorFlow.js, as `import * as tf from "@tensorflow/tfjs"` would give it. */
export type TensorFlow = typeof import("@tensorflow/tfjs")

/** Where tensors live: libtensorflow through tfjs-node, WebAssembly, or plain JavaScript. */
export type Backend = "tensorflow" | "wasm" | "cpu"

const require = createRequire(import.meta.url)

/**
 * TensorFlow.js, loaded when first asked for (it takes a quarter of a second), on the best backend that works here:
 * tfjs-node's where its library is installed, else wasm, else cpu.
 *
 * @param backend this one instead of the best; it holds for the whole process from then on
 * @throws Error when the wished backend does not work here, with the reason
 */
export async function tensorflow(backend?: Backend): Promise<TensorFlow> {
  const tf: TensorFlow = require("@tensorflow/tfjs")
  if (backend === undefined && chosen) return tf
  const reasons: string[] = []
  for (const name of backend ? [backend] : (["tensorflow", "wasm", "cpu"] as const)) {
    try {
      register(tf, name)
      if (!(await tf.setBackend(name))) throw new Error("it did not start")
      await tf.ready()
      chosen = true
      return tf
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`)
    }
  }
  throw new Error(`tensorflow: no backend works here (${reasons.join("; ")}).`)
}

let chosen = false

function register(tf: TensorFlow, name: Backend): void {
  tf.enableProdMode() // no greeting that asks for tfjs-node
  if (name === "wasm") {
    const wasm: typeof import("@tensorflow/tfjs-backend-wasm") = require("@tensorflow/tfjs-backend-wasm")
    wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"))}/dist/`)
  }
  if (name === "tensorflow") {
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"
    mendUtil()
    require("@tensorflow/tfjs-node")
    tf.enableProdMode()
  }
}

/** tfjs-node 4.22 calls two functions that Node 23 took out of util. */
function mendUtil(): void {
  const util = require("node:util")
  util.isArray ??= Array.isArray
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
}

/** Frees every tensor that `body` made, and gives back what it returned: plain values (`tf.tidy` wants tensors). */
export function scoped<T>(tf: TensorFlow, body: () => T): T {
  tf.engine().startScope()
  try {
    return body()
  } finally {
    tf.engine().endScope()
  }
}
