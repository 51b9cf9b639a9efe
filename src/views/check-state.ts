type Bytes = Exclude<NodeJS.TypedArray, BigInt64Array | BigUint64Array>
type BytesMaker = { new (buffer: ArrayBuffer): Bytes; readonly BYTES_PER_ELEMENT: number }

/**
 * Compares what a page sent with the kind of value that the state began with: numbers are finite numbers, lists are lists,
 * bytes fit whole elements. A state that began as null or undefined takes anything.
 *
 * @returns the value, bytes in the array type that the state has; undefined when it does not fit
 */
export function sameKind(model: unknown, value: unknown): { value: unknown } | undefined {
  if (model === null || model === undefined) return { value }
  if (ArrayBuffer.isView(model)) return sameArray(model as Bytes, value)
  if (typeof model === "number") return typeof value === "number" && Number.isFinite(value) ? { value } : undefined
  if (typeof model !== "object") return typeof value === typeof model ? { value } : undefined
  const fits = typeof value === "object" && value !== null && Array.isArray(model) === Array.isArray(value)
  return fits && !ArrayBuffer.isView(value) ? { value } : undefined
}

function sameArray(model: Bytes, value: unknown): { value: unknown } | undefined {
  if (!(value instanceof Uint8Array)) return undefined
  const Type = model.constructor as BytesMaker
  if (value.byteLength % (Type.BYTES_PER_ELEMENT ?? 1) !== 0) return undefined
  return { value: new Type(value.slice().buffer) }
}

/** Why it does not fit, in words. */
export function complaint(model: unknown, value: unknown): string {
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 60)
  const size = value instanceof Uint8Array ? `${value.byteLength} bytes` : shown
  return `became ${size} where ${kind(model)} was`
}

function kind(model: unknown): string {
  if (ArrayBuffer.isView(model)) return `a ${model.constructor.name}`
  if (Array.isArray(model)) return "a list"
  return `a ${typeof model}`
}
