import { displaySymbol, isDisplayable, type MimeBundle } from "../display/index.js"

/** A picture that stays in the notebook may be so large (bytes). */
export const largestStill = 300_000

/** What is dropped first where a still is too large. */
const dearestFirst = ["application/vnd.vegalite.v5+json", "text/html", "image/svg+xml", "image/png", "image/jpeg"]

/** A still as its maker gives it: a bundle, or something that shows itself, such as a chart. */
export type Still = MimeBundle | { [displaySymbol](): MimeBundle | Promise<MimeBundle> }

/**
 * The picture that is saved with a view, for readers without a kernel: kinds that make it larger than 300 kB are left out.
 * A text always stays.
 */
export async function stillBundle(still: Still | undefined, text: string): Promise<MimeBundle> {
  const given = still === undefined ? {} : isDisplayable(still) ? await still[displaySymbol]() : still
  const bundle: MimeBundle = { ...given }
  if (typeof bundle["text/plain"] !== "string") bundle["text/plain"] = text
  for (const mime of dearestFirst) {
    if (size(bundle) <= largestStill) break
    delete bundle[mime]
  }
  return bundle
}

const size = (bundle: MimeBundle): number => Buffer.byteLength(JSON.stringify(bundle) ?? "")

/** Whether a message of the page says that nobody touches a view any more, so that its picture may be drawn anew. */
export const isWishForStill = (content: unknown): boolean =>
  typeof content === "object" && content !== null && (content as { spiketime?: unknown }).spiketime === "still"
