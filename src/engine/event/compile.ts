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

let bits: 128 | 256 = 128

/** Width of the vectors of what was compiled, as far as V8 was told and did rightly. */
export const compiledBits = (): 128 | 256 => bits

/**
 * Compiles a module as well as this version of Node can.
 *
 * @param isRight whether a module that was compiled with wider vectors does what it should, tried on a memory of one page
 */
export function compile(
  bytes: Uint8Array,
  isRight: (module: WebAssembly.Module, memory: WebAssembly.Memory) => boolean,
): WebAssembly.Module {
  const version = Number(process.versions.node.split(".")[0])
  const known = version >= 20 && version <= 26
  if (!known) return new WebAssembly.Module(bytes)
  const compileWith = (code: Uint8Array, flags: readonly string[], after: readonly string[]) => {
    for (const flag of flags) setFlagsFromString(flag)
    try {
      return new WebAssembly.Module(code)
    } finally {
      for (const flag of after) setFlagsFromString(flag)
    }
  }
  // Node 22 knows the flag, and gains nothing by it
  if (version >= 24) {
    const wide = compileWith(bytes, [...wellAtOnce, widen], [...asBefore, dontWiden])
    if (isRight(wide, new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }))) {
      bits = 256
      return wide
    }
    // an empty section at the end: V8 would give the same module again for the same bytes
    return compileWith(Buffer.concat([bytes, Buffer.of(0, 1, 0)]), wellAtOnce, asBefore)
  }
  return compileWith(bytes, wellAtOnce, asBefore)
}
