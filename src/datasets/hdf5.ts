import { closeSync, openSync, readSync, statSync } from "node:fs"
import type { Dataset, File, Metadata } from "h5wasm/node"

/** An HDF5 file, open for reading, whose errors name the file and the path inside it. */
export interface Hdf5 {
  readonly path: string
  has(inside: string): boolean
  /** @throws Error when there is no such data set */
  dataset(inside: string): Dataset
  /**
   * Rows `from` to `to` of a data set, all by default; of half floats (also inside variable-length lists) their bits.
   * @throws Error when they cannot be read
   */
  read(inside: string, from?: number, to?: number): unknown
  close(): void
}

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

/**
 * Opens an HDF5 file.
 * @throws Error when it is missing, no HDF5 file, or cut short
 */
export async function openHdf5(path: string): Promise<Hdf5> {
  checkSignature(path)
  // Megabytes of WebAssembly, which is loaded when the first file is opened.
  const hdf5 = await import("h5wasm/node")
  const module = await hdf5.ready
  module.activate_throwing_error_handler()
  let file: File
  try {
    file = new hdf5.File(path, "r")
  } catch (error) {
    throw new Error(`${path}: ${reason(error)}`)
  }
  const dataset = (inside: string): Dataset => {
    let entity: unknown
    try {
      entity = file.get(inside)
    } catch {
      entity = null
    }
    if (!entity) throw new Error(`${path}: there is no ${inside} in it.`)
    if ((entity as Dataset).type !== "Dataset") throw new Error(`${path}: ${inside} is not a data set.`)
    return entity as Dataset
  }
  return {
    path,
    has: (inside) => {
      try {
        return file.get(inside) !== null
      } catch {
        return false
      }
    },
    dataset,
    read: (inside, from, to) => {
      const data = dataset(inside)
      readable(data.metadata)
      try {
        return from === undefined
          ? data.value
          : data.slice([[from, to ?? null], ...(data.shape ?? []).slice(1).map((): [] => [])])
      } catch (error) {
        throw new Error(`${path}: ${inside} cannot be read (${reason(error)}).`)
      }
    },
    close: () => void file.close(),
  }
}

function checkSignature(path: string): void {
  let size: number
  try {
    const stat = statSync(path)
    if (stat.isDirectory()) throw new Error("is a directory")
    size = stat.size
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT"
    throw new Error(`${path}: ${missing ? "there is no such file" : (error as Error).message}.`)
  }
  if (size === 0) throw new Error(`${path}: the file is empty.`)
  const head = Buffer.alloc(8)
  const handle = openSync(path, "r")
  try {
    // The signature may also stand behind a user block of 512 bytes, 1024, and so on.
    for (let at = 0; at < size; at = at === 0 ? 512 : at * 2) {
      readSync(handle, head, 0, 8, at)
      if (SIGNATURE.every((byte, i) => head[i] === byte)) return
    }
  } finally {
    closeSync(handle)
  }
  throw new Error(`${path}: this is not an HDF5 file (its first bytes say so).`)
}

/** h5wasm knows no half floats: it is told that they are integers of two bytes, and {@link halfFloat} reads their bits. */
function readable(metadata: Metadata): void {
  const type = metadata.vlen_type ?? metadata
  // SHD's names are UTF-8 whatever they say of themselves.
  if (metadata.type === 3) metadata.cset = 1
  if (type.type === 1 && type.size === 2) {
    type.type = 0
    type.signed = false
  }
}

/** The one line of HDF5's report that says what is wrong. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  if (/truncated file/.test(text)) return "the file is cut short; copy or download it again"
  if (/metadata checksum/.test(text))
    return "the file is damaged or cut short (a checksum is wrong); copy or download it again"
  const lines = text.split("\n").filter((line) => /^\s+#\d+/.test(line))
  const last = lines.at(-1) ?? text.split("\n")[0]
  return last.replace(/^.*\(\): /, "").trim()
}
