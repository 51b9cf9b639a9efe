import { setFlagsFromString } from "node:v8"

/**
 * V8 first compiles WebAssembly quickly and badly, and well what is called often. These flags make it compile well at once. They hold for the
 * process, so they are taken back; unknown ones would be complained of, so only known versions of Node are given them.
 */
const wellAtOnce = ["--no-liftoff", "--no-wasm-lazy-compilation"]
const asBefore = ["--liftoff", "--wasm-lazy-compilation"]

/** Joins neighbouring operations on vectors of 128 bits to ones of 256: half as long again or twice as fast, and still an experiment of V8's. */
const widen = "--experimental-wasm-revectorize"
const dontWiden = "--no-experimental-wasm-revectorize"

/** Multiplications joined with additions, which Node has by itself from 22 on. */
const fuse = "--experimental-wasm-relaxed-simd"
const dontFuse = "--no-experimental-wasm-relaxed-simd"

let bits: 128 | 256 = 128

/** Width of the vectors of what was compiled, as far as V8 was told and did rightly. */
export const compiledBits = (): 128 | 256 => bits

/** The kernels twice: with plain arithmetic, and with multiplications and additions in one instruction. */
export interface KernelBytes {
  readonly plain: Uint8Array
  readonly fused: Uint8Array
}

/**
 * Compiles the kernels as well as this version of Node can. Wide vectors come before joined operations, for V8 does not widen these.
 *
 * @param isRight whether a module does what it should, tried on a memory of one page
 */
export function compile(
  { plain, fused }: KernelBytes,
  isRight: (module: WebAssembly.Module, memory: WebAssembly.Memory) => boolean,
): WebAssembly.Module {
  const version = Number(process.versions.node.split(".")[0])
  const known = version >= 20 && version <= 26
  if (!known) return new WebAssembly.Module(plain)
  const compileWith = (code: Uint8Array, flags: readonly string[] = [], after: readonly string[] = []) => {
    for (const flag of [...wellAtOnce, ...flags]) setFlagsFromString(flag)
    try {
      return new WebAssembly.Module(code)
    } finally {
      for (const flag of [...asBefore, ...after]) setFlagsFromString(flag)
    }
  }
  const works = (module: WebAssembly.Module) =>
    isRight(module, new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }))
  // Node 22 knows the flag, and gains nothing by it
  if (version >= 24) {
    const wide = compileWith(plain, [widen], [dontWiden])
    if (works(wide)) {
      bits = 256
      return wide
    }
  }
  try {
    const joined = version >= 22 ? compileWith(fused) : compileWith(fused, [fuse], [dontFuse])
    if (works(joined)) return joined
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error
  }
  // an empty section at the end: V8 would give a module that it widened again for the same bytes
  return compileWith(Buffer.concat([plain, Buffer.of(0, 1, 0)]))
}
