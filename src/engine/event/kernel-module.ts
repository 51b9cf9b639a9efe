import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { compile, compiledBits } from "./compile.js"
import { type Kernels, kernels } from "./kernels.js"

let compiled: WebAssembly.Module | undefined

/** The compiled module; read once a thread, handed to further threads as it is. */
export function kernelModule(): WebAssembly.Module {
  if (!compiled) {
    const bytes = { plain: bytesOf("kernels.wasm"), fused: bytesOf("kernels-fused.wasm") }
    compiled = compile(bytes, (module, memory) => multipliesRightly(kernels(module, memory), memory))
  }
  return compiled
}

function bytesOf(name: string): Uint8Array {
  const path = fileURLToPath(new URL(name, import.meta.url))
  if (!existsSync(path)) throw new Error(`event engine: ${path} is missing; run \`npm run build\`.`)
  return readFileSync(path)
}

/** Width of the vectors that the engine works with here: Node from 24 on joins pairs of them to 256 bits. */
export function vectorBits(): 128 | 256 {
  kernelModule()
  return compiledBits()
}

/** Whether products are right, but for what rounding once or twice a term makes. */
function multipliesRightly(k: Kernels, memory: WebAssembly.Memory): boolean {
  const [uppers, steps] = [16, 8]
  const floats = new Float32Array(memory.buffer)
  const at = { gradient: 1024, weights: 2048, out: 4096 }
  for (let i = 0; i < 1024; i++) floats[at.gradient / 4 + i] = Math.fround(((i * 37) % 101) / 101 - 0.5)
  k.product(at.gradient, 64 * steps, uppers, at.weights, steps, at.out, 0)
  for (let t = 0; t < steps; t++) {
    for (let n = 0; n < 16; n++) {
      let sum = 0
      for (let u = 0; u < uppers; u++) {
        const term = Math.fround(floats[at.gradient / 4 + 16 * t + u] * floats[at.weights / 4 + 16 * u + n])
        sum = Math.fround(sum + term)
      }
      if (!(Math.abs(floats[at.out / 4 + 16 * t + n] - sum) < 1e-5)) return false
    }
  }
  return true
}
