import { inspect } from "node:util"
import { displaySymbol, isDisplayable, type MimeBundle } from "../../src/display/index.js"
import { table } from "../../src/plot/index.js"
import type { Shown } from "./messages.js"

/** More than this in one output swells a notebook without informing anybody (characters, and numbers of a list). */
const limits = { text: 100_000, bundle: 20_000_000, numbers: 100 }

/** A value as a front end shows it. */
export function show(value: unknown): Shown | Promise<Shown> {
  if (!isDisplayable(value)) return shownBundle(specialBundle(value) ?? {}, value)
  const bundle = value[displaySymbol]()
  return bundle instanceof Promise ? bundle.then((settled) => shownBundle(settled, value)) : shownBundle(bundle, value)
}

/** Completes a bundle with text, makes bytes and big integers fit for JSON, and leaves out what is too large. */
export function shownBundle(bundle: MimeBundle, value: unknown): Shown {
  const data: MimeBundle = {}
  const notes: string[] = []
  for (const [mime, content] of Object.entries(bundle)) {
    if (content === undefined) continue
    const plain = content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content
    const json = typeof plain === "string" ? plain : JSON.stringify(plain, withoutBigInt)
    if (json.length <= limits.bundle) data[mime] = typeof plain === "string" ? plain : JSON.parse(json)
    else notes.push(`${mime} of ${Math.round(json.length / 1e6)} MB is too large for a notebook and left out`)
  }
  if (typeof data["text/plain"] !== "string") data["text/plain"] = text(value)
  if (notes.length > 0) data["text/plain"] = `${cut(String(data["text/plain"]))}\n(${notes.join("; ")})`
  return { data, metadata: {} }
}

interface Tensor {
  shape: number[]
  dtype: string
  size: number
  dataSync(): ArrayLike<number>
}

/** A tensor of TensorFlow.js: its type and shape, and its first numbers. */
function tensorText(value: object): string | undefined {
  const { shape, dtype, size, dataSync } = value as Partial<Tensor>
  const isTensor = Array.isArray(shape) && typeof dtype === "string" && typeof dataSync === "function"
  if (!isTensor || (value as { isDisposed?: boolean }).isDisposed) return undefined
  const data = dataSync.call(value)
  const title = `Tensor ${dtype} [${shape}]`
  if (size! > limits.numbers) return `${title}\n${numbersText(data, size!)}`
  return `${title}\n${text(nested(Array.from(data, shortened), shape))}`
}

/** A flat list of numbers as rows within rows. */
function nested(values: unknown[], shape: number[]): unknown {
  if (shape.length === 0) return values[0]
  if (shape.length === 1) return values
  const [rows, ...inner] = shape as [number, ...number[]]
  const step = values.length / rows
  return Array.from({ length: rows }, (_, row) => nested(values.slice(row * step, (row + 1) * step), inner))
}

/** The first of many numbers. */
function numbersText(values: ArrayLike<unknown>, size: number): string {
  const head = Array.from({ length: Math.min(size, limits.numbers) }, (_, index) => shortened(values[index]))
  const rest = size > head.length ? `,\n  ... ${size - head.length} more items\n]` : " ]"
  return inspected(head).replace(/\s*\]$/, rest)
}

/** Numbers of 32 bits carry seven digits; the others that they show are noise. */
function shortened(value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(7)) : value
}

/** A value as text: cut where it is deep, long or wide. */
export function text(value: unknown): string {
  try {
    if (value instanceof Float32Array && value.length > 0)
      return `Float32Array(${value.length}) ${numbersText(value, value.length)}`
    return cut(inspected(value))
  } catch (error) {
    return `[a value that cannot be shown: ${error instanceof Error ? error.message : "it throws"}]`
  }
}

function inspected(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: limits.numbers, maxStringLength: limits.text, breakLength: 100 })
}

function cut(full: string): string {
  const rest = full.length - limits.text
  return rest > 0 ? `${full.slice(0, limits.text)}\n... (${rest} more characters)` : full
}

function specialBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== "object" || value === null) return undefined
  try {
    const tensor = tensorText(value)
    if (tensor !== undefined) return { "text/plain": tensor }
    if (isRecords(value)) return { "text/html": table(value).html() }
    const schema = (value as { $schema?: unknown }).$schema
    if (typeof schema !== "string" || !/vega-lite\/v\d/.test(schema)) return undefined
    return { "application/vnd.vegalite.v5+json": value, "text/plain": "Vega-Lite chart" }
  } catch {
    return undefined
  }
}

/** Whether a value is a list of plain rows of numbers, texts and the like, which reads best as a table. */
function isRecords(value: object): value is object[] {
  if (!Array.isArray(value) || value.length === 0) return false
  const columns = new Set<string>()
  for (const row of value.slice(0, 1000)) {
    if (typeof row !== "object" || row === null || Object.getPrototypeOf(row) !== Object.prototype) return false
    const cells = Object.entries(row)
    if (cells.length === 0 || cells.some(([, cell]) => typeof cell === "object" && cell !== null)) return false
    for (const [name] of cells) columns.add(name)
  }
  return columns.size <= 30
}

function withoutBigInt(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value
}
