type Bytes = Exclude<NodeJS.TypedArray, BigInt64Array | BigUint64Array>
type BytesMaker = { new (buffer: ArrayBuffer): Bytes; readonly BYTES_PER_ELEMENT: number }

export type Name<State> = keyof State & string

/** What decides which values of a page are taken. */
export interface Sieve<State extends object> {
  /** What page and kernel share: JSON values, and typed arrays, which travel as bytes. */
  state: State
  /** Says what is wrong with what the page wants to set, or nothing. Kinds of values are compared with those of `state` before. */
  check?: (changes: Partial<State>) => string | undefined
}

/** Parts what a page wants to set into what can be taken, and what is refused with its reason. */
export function sift<State extends object>(
  { state, check }: Sieve<State>,
  wanted: { readonly [name: string]: unknown },
): { accepted: Partial<State>; refused: [Name<State>, string][] } {
  const fitting: Partial<State> = {}
  const refused: [Name<State>, string][] = []
  for (const [given, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(state, given)) continue // the page's own business, such as its count of views
    const name = given as Name<State>
    const same = sameKind(state[name], value)
    if (same) fitting[name] = same.value as State[Name<State>]
    else refused.push([name, `${name} ${complaint(state[name], value)}`])
  }
  const problem = check?.(fitting)
  if (problem === undefined) return { accepted: fitting, refused }
  const others = Object.keys(fitting).map((name): [Name<State>, string] => [name as Name<State>, problem])
  return { accepted: {}, refused: [...refused, ...others] }
}

/**
 * Compares what a page sent with the kind of value that the state began with: numbers are finite numbers, lists are lists,
 * bytes fit whole elements. A state that began as null or undefined takes anything.
 *
 * @returns the value, bytes in the array type that the state has; undefined when it does not fit
 */
function sameKind(model: unknown, value: unknown): { value: unknown } | undefined {
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
function complaint(model: unknown, value: unknown): string {
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 60)
  const size = value instanceof Uint8Array ? `${value.byteLength} bytes` : shown
  return `became ${size} where ${kind(model)} was`
}

function kind(model: unknown): string {
  if (ArrayBuffer.isView(model)) return `a ${model.constructor.name}`
  if (Array.isArray(model)) return "a list"
  return `a ${typeof model}`
}
