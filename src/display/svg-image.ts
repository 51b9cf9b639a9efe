import { escapeHtml } from "./escape-html.js"

/**
 * A picture inside HTML as an image of its own: Jupyter's front ends take `<svg>` out of HTML until the notebook is trusted, and leave an
 * image with its data. What it draws knows no colour of the page.
 *
 * @param content what stands inside of `<svg>`
 * @param label says in words what is seen
 */
export function svgImage(content: string, { width, height }: { width: number; height: number }, label: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`
  const data = Buffer.from(svg).toString("base64")
  return `<img width="${width}" height="${height}" alt="${escapeHtml(label)}" src="data:image/svg+xml;base64,${data}"/>`
}

/** Lines and letters that are legible on a light page and on a dark one. */
export const ink = "#808080"
