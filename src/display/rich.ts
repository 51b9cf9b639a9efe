import { type Displayable, displaySymbol, type MimeBundle } from "./bundle.js"

/** A value that shows itself as the given bundle, whatever it is. */
export function rich(bundle: MimeBundle): Displayable {
  return { [displaySymbol]: () => bundle }
}

/** Shows HTML. `text` stands in where HTML cannot be shown. */
export function html(source: string, text = withoutTags(source)): Displayable {
  return rich({ "text/html": source, "text/plain": text })
}

/** Shows Markdown, with formulas between dollar signs. */
export function markdown(source: string): Displayable {
  return rich({ "text/markdown": source, "text/plain": source })
}

/** Shows an SVG drawing. `text` stands in where it cannot be shown. */
export function svg(source: string, text = "SVG drawing"): Displayable {
  return rich({ "image/svg+xml": source, "text/plain": text })
}

const signatures: [mime: string, start: number[]][] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
]

/**
 * Shows a PNG, JPEG or GIF image given as its file's bytes.
 *
 * @throws TypeError when the bytes begin like none of these
 */
export function image(bytes: Uint8Array, text = "image"): Displayable {
  const found = signatures.find(([, start]) => start.every((byte, i) => bytes[i] === byte))
  if (!found) {
    throw new TypeError(
      `image: these ${bytes.length} bytes are no PNG, JPEG or GIF file. Give the bytes of such a file; for SVG use svg().`,
    )
  }
  return rich({ [found[0]]: Buffer.from(bytes).toString("base64"), "text/plain": text })
}

function withoutTags(source: string): string {
  return source
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
}
