import { readFileSync } from "node:fs"
import { isAbsolute } from "node:path"
import type { MimeBundle } from "../display/index.js"
import { isPlain } from "./buffers.js"
import { viewCode } from "./page-code.js"
import { wireBase } from "./wire-base.js"

/**
 * The views that a notebook's file holds from earlier kernels, as models that show their saved picture. Without them JupyterLab
 * says "model not found" in a notebook that is opened again.
 *
 * @param path the file; by default what the Jupyter server says
 */
export function savedViews(path = process.env.JPY_SESSION_NAME): {
  [id: string]: { readonly [name: string]: unknown }
} {
  const views: { [id: string]: { readonly [name: string]: unknown } } = {}
  for (const bundle of bundlesOf(path)) {
    const view = bundle["application/vnd.jupyter.widget-view+json"]
    if (!isPlain(view) || typeof view.model_id !== "string" || view.model_id === "__proto__") continue
    const base = wireBase(viewCode("saved-picture"))
    views[view.model_id] = { ...base, picture: pictureOf(bundle), text: textOf(bundle["text/plain"]) }
  }
  return views
}

/** Whatever the file holds, and whether it is there: an odd one has no views. */
function bundlesOf(path: string | undefined): MimeBundle[] {
  if (!path?.endsWith(".ipynb") || !isAbsolute(path)) return []
  try {
    const { cells } = JSON.parse(readFileSync(path, "utf8")) as { cells: { outputs?: { data?: unknown }[] }[] }
    return cells.flatMap(({ outputs = [] }) => outputs.flatMap(({ data }) => (isPlain(data) ? [data] : [])))
  } catch {
    return []
  }
}

function pictureOf(bundle: MimeBundle): string {
  const svg = textOf(bundle["image/svg+xml"])
  if (svg) return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`
  const png = textOf(bundle["image/png"]).replace(/\s/g, "")
  return png && `data:image/png;base64,${png}`
}

/** Files hold long texts as lists of lines. */
const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join("") : typeof value === "string" ? value : ""
