/** A place inside a state: names and indices from the top. */
export type BufferPath = readonly (string | number)[]

/** A state taken apart for the wire: JSON, and bytes beside it with the places they belong to. */
export interface Split {
  state: { [name: string]: unknown }
  paths: BufferPath[]
  buffers: Uint8Array[]
}

/** Takes the bytes out of a state, as Jupyter's widget protocol sends them: typed arrays and buffers at any depth. */
export function splitBuffers(state: { readonly [name: string]: unknown }): Split {
  const paths: BufferPath[] = []
  const buffers: Uint8Array[] = []
  const walk = (value: unknown, path: BufferPath): unknown => {
    const bytes = bytesOf(value)
    if (bytes) {
      paths.push(path)
      buffers.push(bytes)
      return null
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]))
    return isPlain(value) ? walkObject(value, path) : value
  }
  const walkObject = (object: { readonly [name: string]: unknown }, path: BufferPath) => {
    const out: { [name: string]: unknown } = {}
    for (const [name, value] of Object.entries(object)) {
      // Inside an object the protocol leaves the place out; in a list it must stay, as null.
      if (bytesOf(value)) walk(value, [...path, name])
      else out[name] = walk(value, [...path, name])
    }
    return out
  }
  return { state: walkObject(state, []), paths, buffers }
}

/**
 * Puts bytes back into a state that came from a page.
 *
 * @throws TypeError when paths and bytes do not fit each other, or a path leads nowhere
 */
export function joinBuffers(
  state: { [name: string]: unknown },
  paths: unknown,
  buffers: readonly Uint8Array[],
): { [name: string]: unknown } {
  if (!Array.isArray(paths) || paths.length !== buffers.length) {
    const count = Array.isArray(paths) ? paths.length : `${typeof paths} as`
    throw new TypeError(`${count} buffer paths for ${buffers.length} buffers`)
  }
  paths.forEach((path: unknown, k) => {
    if (!Array.isArray(path) || path.length === 0) throw new TypeError(`buffer path ${JSON.stringify(path)}`)
    let holder: unknown = state
    for (const step of path.slice(0, -1)) holder = inside(holder, step)
    const last = path.at(-1)
    if (!isHolder(holder) || !isKey(last)) throw new TypeError(`buffer path ${JSON.stringify(path)} leads nowhere`)
    ;(holder as { [key: string | number]: unknown })[last] = buffers[k]
  })
  return state
}

function inside(holder: unknown, step: unknown): unknown {
  if (!isHolder(holder) || !isKey(step) || !Object.hasOwn(holder, step))
    throw new TypeError("a buffer path leads nowhere")
  return (holder as { [key: string | number]: unknown })[step]
}

const isHolder = (value: unknown): value is object => typeof value === "object" && value !== null
const isKey = (step: unknown): step is string | number =>
  typeof step === "number" ? Number.isInteger(step) && step >= 0 : typeof step === "string" && step !== "__proto__"

function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value)
  return undefined
}

export function isPlain(value: unknown): value is { [name: string]: unknown } {
  return isHolder(value) && !Array.isArray(value) && bytesOf(value) === undefined
}
