import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import Module, { createRequire } from "node:module"
import { homedir, tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import vm from "node:vm"

/** Where this program keeps what it can make again. */
export function cacheDirectory(): string {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, "spiketime")
  return join(homedir() || tmpdir(), ".cache/spiketime")
}

/**
 * `require(file)` of a large CommonJS file with V8's compiled code kept from the last time: the compiler loads in a
 * third of the time. Call `keep` when its functions have run once; what was compiled by then is what is kept.
 */
export function requireCached(file: string): { exports: unknown; keep: () => void } {
  const { size } = statSync(file)
  const kept = join(cacheDirectory(), `compiled-${basename(file)}-${size}-${process.version}-${process.arch}.bin`)
  const cachedData = readIfThere(kept)
  const source = readFileSync(file, "utf8")
  const script = new vm.Script(Module.wrap(source), { filename: file, cachedData })
  const module = new Module(file)
  module.filename = file
  module.paths = []
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
  module.loaded = true
  createRequire(file).cache[file] = module
  const keep = () => {
    if (cachedData && !script.cachedDataRejected) return
    writeQuietly(kept, script.createCachedData())
  }
  return { exports: module.exports, keep }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Writes a file as a whole or not at all. A cache that cannot be written is no error: the next start is slower. */
export function writeQuietly(file: string, data: Uint8Array | string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    const temporary = `${file}.${process.pid}`
    writeFileSync(temporary, data)
    renameSync(temporary, file)
  } catch {}
}
