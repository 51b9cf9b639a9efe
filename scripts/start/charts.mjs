import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { inProject } from "../setup/paths.mjs"

export const chartFolder = inProject("out", "charts")

/**
 * Writes every chart of an executed notebook as files of its own: the Vega-Lite specification and the picture.
 * Names are notebook, cell and place; files of an earlier run of the notebook go.
 * @param {string} notebook
 * @param {string} [folder]
 * @returns {string[]} the pictures
 */
export function writeCharts(notebook, folder = chartFolder) {
  const name = basename(notebook, ".ipynb")
  mkdirSync(folder, { recursive: true })
  for (const old of readdirSync(folder)) if (old.startsWith(`${name}-`)) rmSync(join(folder, old))
  /** @type {{ cells: { outputs?: { data?: Record<string, unknown> }[] }[] }} */
  const { cells } = JSON.parse(readFileSync(notebook, "utf8"))
  /** @type {string[]} */
  const pictures = []
  for (const [cellIndex, cell] of cells.entries()) {
    for (const [place, { data = {} }] of (cell.outputs ?? []).entries()) {
      const stem = join(folder, `${name}-${String(cellIndex).padStart(2, "0")}${place === 0 ? "" : `-${place}`}`)
      const spec = data["application/vnd.vegalite.v5+json"]
      if (spec) writeFileSync(`${stem}.vl.json`, `${JSON.stringify(spec, null, 1)}\n`)
      const svg = data["image/svg+xml"]
      const png = data["image/png"]
      if (svg) {
        writeFileSync(`${stem}.svg`, [svg].flat().join(""))
        pictures.push(`${stem}.svg`)
      } else if (typeof png === "string") {
        writeFileSync(`${stem}.png`, Buffer.from(png, "base64"))
        pictures.push(`${stem}.png`)
      }
    }
  }
  return pictures
}
