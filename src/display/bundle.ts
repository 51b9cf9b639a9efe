/** Data by MIME type, as Jupyter shows it. Values are strings, or JSON for types that end in `json`. */
export type MimeBundle = { [mime: string]: unknown }

/** A value with this method shows itself: it gives the bundle that a notebook displays (the convention of Deno's kernel). */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never

/** A value with this method changes while it is shown: it is given a function that puts a new bundle in the old one's place. */
export const liveSymbol: unique symbol = Symbol.for("spiketime.live") as never

export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>
}

export interface Live {
  [liveSymbol](update: (bundle: MimeBundle) => void): void
}

/** Whether `value` shows itself. Looks without throwing, also on proxies and exotic objects. */
export function isDisplayable(value: unknown): value is Displayable {
  return hasMethod(value, displaySymbol)
}

/** Whether `value` changes while it is shown. */
export function isLive(value: unknown): value is Live {
  return hasMethod(value, liveSymbol)
}

function hasMethod(value: unknown, name: symbol): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false
  try {
    return typeof (value as Record<symbol, unknown>)[name] === "function"
  } catch {
    return false
  }
}
