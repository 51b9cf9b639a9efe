import { inspect } from "node:util"
import { displaySymbol, isDisplayable, type MimeBundle } from "../../src/display/index.js"
import type { Shown } from "./messages.js"

/** More text than this in one output swells a notebook without informing anybody. */
const maxText = 100_000

/** A value as a front end shows it. */
export function show(value: unknown): Shown | Promise<Shown> {
  if (isDisplayable(value)) {
    const bundle = value[displaySymbol]()
    return bundle instanceof Promise
      ? bundle.then((settled) => shownBundle(settled, value))
      : shownBundle(bundle, value)
  }
  const known = specialBundle(value)
  return shownBundle(known ?? {}, value)
}

/** Completes a bundle with text, and makes bytes and big integers fit for JSON. */
export function shownBundle(bundle: MimeBundle, value: unknown): Shown {
  const data: MimeBundle = {}
  for (const [mime, content] of Object.entries(bundle)) {
    data[mime] = content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content
  }
  data["text/plain"] ??= text(value)
  return { data: plainJson(data), metadata: {} }
}

/** A value as text: cut where it is deep, long or wide. */
export function text(value: unknown): string {
  try {
    const full = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: maxText, breakLength: 100 })
    return full.length > maxText ? `${full.slice(0, maxText)}\n... (${full.length - maxText} more characters)` : full
  } catch (error) {
    return `[a value that cannot be shown: ${error instanceof Error ? error.message : "it throws"}]`
  }
}

function specialBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const schema = (value as { $schema?: unknown }).$schema
  if (typeof schema === "string" && /vega-lite\/v5/.test(schema)) {
    return { "application/vnd.vegalite.v5+json": value, "text/plain": "Vega-Lite chart" }
  }
  return undefined
}

/** What JSON cannot hold becomes text; a copy through the other thread must not fail on a function. */
function plainJson(data: MimeBundle): MimeBundle {
  return JSON.parse(
    JSON.stringify(data, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
  ) as MimeBundle
}
