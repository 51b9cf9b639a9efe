import { createHash } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { cacheDirectory, writeQuietly } from "../protocol/compile-cache.js"
import { typescript } from "../protocol/tslab.js"
import { productDirectory } from "./product.js"
import { withoutComments } from "./without-comments.js"

interface Known {
  /** Of what was there when this was learned. */
  fingerprint: string
  texts: { [path: string]: string }
  files: { [path: string]: boolean }
  folders: { [path: string]: boolean }
}

/**
 * What the compiler reads of this product and its packages at every start, and where it looks in vain, kept in one file:
 * a start then needs one read instead of a thousand questions to the disk.
 */
export class FileCache {
  readonly #path = join(cacheDirectory(), `types-${hashed(productDirectory)}.json`)
  readonly #known: Known = load(this.#path, fingerprint())
  #changed = false

  /** The file's text; that of a declaration file which npm or the build wrote, without its comments. */
  readFile(path: string): string | undefined {
    return this.#ask("texts", path, () => {
      const text = typescript.sys.readFile(path)
      return text !== undefined && isOurs(path) && path.endsWith(".d.ts") ? withoutComments(text) : text
    })
  }

  fileExists(path: string): boolean {
    return this.#ask("files", path, () => typescript.sys.fileExists(path))
  }

  directoryExists(path: string): boolean {
    return this.#ask("folders", path, () => typescript.sys.directoryExists(path))
  }

  /** Writes down what was learned; to be called when the first program stands. */
  keep(): void {
    if (this.#changed) writeQuietly(this.#path, JSON.stringify(this.#known))
    this.#changed = false
  }

  #ask<Kind extends "texts" | "files" | "folders">(
    kind: Kind,
    path: string,
    look: () => Known[Kind][string] | undefined,
  ) {
    const known = this.#known[kind] as { [path: string]: Known[Kind][string] }
    if (path in known || !isOurs(path)) return known[path] ?? look()!
    const found = look()
    if (found !== undefined) {
      known[path] = found
      this.#changed = true
    }
    return found!
  }
}

/** Only what npm or the build wrote is taken to stay as it is. */
function isOurs(path: string): boolean {
  return path.startsWith(`${productDirectory}/node_modules/`) || path.startsWith(`${productDirectory}/dist/`)
}

function load(path: string, fingerprint: string): Known {
  try {
    const known = JSON.parse(readFileSync(path, "utf8")) as Known
    if (known.fingerprint === fingerprint) return known
  } catch {
    // It is not there yet, or cannot be read: it is made anew.
  }
  return { fingerprint, texts: Object.create(null), files: Object.create(null), folders: Object.create(null) }
}

function hashed(text: string): string {
  return createHash("sha1").update(text).digest("hex").slice(0, 16)
}

/** Changes with every build and every installation of packages. */
function fingerprint(): string {
  const seen = [typescript.version, "without comments"]
  const note = (path: string) => {
    const { mtimeMs, size } = statSync(path)
    seen.push(`${path} ${mtimeMs} ${size}`)
  }
  const installed = join(productDirectory, "node_modules/.package-lock.json")
  if (typescript.sys.fileExists(installed)) note(installed)
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (entry.name.endsWith(".d.ts")) note(path)
    }
  }
  for (const folder of ["dist/src", "dist/kernels"]) walk(join(productDirectory, folder))
  return hashed(seen.join("\n"))
}
