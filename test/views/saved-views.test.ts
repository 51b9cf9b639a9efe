import assert from "node:assert/strict"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { savedViews } from "../../src/views/saved-views.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-saved-"))
after(() => rmSync(folder, { recursive: true }))

function file(content: unknown): string {
  const path = join(folder, "notebook.ipynb")
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}
const view = (id: unknown) => ({ "application/vnd.jupyter.widget-view+json": { model_id: id } })
const notebook = (...outputs: unknown[]) => ({ cells: [{ cell_type: "markdown" }, { cell_type: "code", outputs }] })

test("a view in the file becomes a model that shows its picture, an SVG before a PNG, and its text", () => {
  const data = { ...view("a"), "image/svg+xml": ["<svg>", "</svg>"], "image/png": "iVBOR", "text/plain": "a raster" }
  const views = savedViews(
    file(notebook({ data }, { data: { ...view("b"), "image/png": "iVBO\nR" } }, { data: view("c") })),
  )
  assert.deepEqual(Object.keys(views), ["a", "b", "c"])
  assert.equal(views.a.picture, `data:image/svg+xml;base64,${Buffer.from("<svg></svg>").toString("base64")}`)
  assert.equal(views.a.text, "a raster")
  assert.equal(views.a._model_name, "AnyModel")
  assert.equal(views.b.picture, "data:image/png;base64,iVBOR")
  assert.equal(views.c.picture, "")
})

test("a file that is missing, no notebook, or odd inside has no views", () => {
  for (const path of [undefined, "notebook.ipynb", join(folder, "missing.ipynb"), "/etc/passwd"])
    assert.deepEqual(savedViews(path), {})
  for (const content of [
    "cut o",
    "null",
    "[]",
    { cells: 5 },
    { cells: [null] },
    notebook({}, { data: 3 }, { data: view(5) }),
  ])
    assert.deepEqual(savedViews(file(content)), {})
})
