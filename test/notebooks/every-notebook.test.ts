import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { load, project } from "../scripts/load.js"

interface Cell {
  cell_type: string
  id?: string
  source: string | string[]
  outputs?: { output_type: string; data?: { [type: string]: unknown } }[]
  execution_count?: number | null
}
interface Notebook {
  cells: Cell[]
  metadata: { kernelspec: object }
  nbformat: number
  nbformat_minor: number
}

const { venvProgram } = await load<{ venvProgram(name: string): string }>("setup/paths.mjs")
const folder = mkdtempSync(join(tmpdir(), "spiketime-notebooks-"))
after(() => rmSync(folder, { recursive: true, force: true }))
const names = readdirSync(join(project, "notebooks")).filter((name) => name.endsWith(".ipynb"))
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Notebook
const codeOf = ({ cells }: Notebook) => cells.filter((cell) => cell.cell_type === "code")

/** Runs a notebook at smoke scale as npm start does; gives the executed one. */
async function executed(name: string): Promise<Notebook> {
  const env = {
    ...process.env,
    SPIKETIME_SCALE: "smoke",
    SPIKETIME_RESULTS: join(folder, "results"),
    JUPYTER_PREFER_ENV_PATH: "1",
  }
  const args = [join(project, "python", "execute_notebook.py"), join(project, "notebooks", name), join(folder, name)]
  await new Promise<void>((resolve, reject) => {
    execFile(venvProgram("python"), args, { env, maxBuffer: 2 ** 26 }, (error, out) => {
      const problem = out.split("\n").find((line) => line.startsWith('{"error"'))
      if (problem) reject(new Error(`${name}: ${problem}`))
      else if (error) reject(error)
      else resolve()
    })
  })
  return read(join(folder, name))
}

test("every notebook runs at smoke scale, cell by cell, and shows a chart", { concurrency: 2 }, async (t) => {
  const runs = names.map((name) =>
    t.test(name, { timeout: 300_000 }, async () => {
      const code = codeOf(await executed(name))
      code.forEach((cell, k) => {
        assert.equal(cell.execution_count, k + 1)
        assert.ok(!cell.outputs!.some(({ output_type }) => output_type === "error"))
      })
      const shown = code.flatMap(({ outputs }) => outputs!.flatMap(({ data }) => Object.keys(data ?? {})))
      assert.ok(shown.includes("application/vnd.vegalite.v5+json") || shown.includes("text/html"), name)
    }),
  )
  await Promise.all(runs)
})

test("every notebook is in format 4.5, for our kernel, with a name for each cell", () => {
  assert.ok(names.length >= 12, names.join(", "))
  for (const name of names) {
    const { cells, metadata, nbformat, nbformat_minor } = read(join(project, "notebooks", name))
    assert.deepEqual([nbformat, nbformat_minor], [4, 5], name)
    assert.deepEqual(metadata.kernelspec, {
      name: "spiketime",
      display_name: "TypeScript (spiketime)",
      language: "typescript",
    })
    assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length, name)
  }
})

test("every notebook of a figure begins with the line that sets its scale", () => {
  for (const name of names.filter((each) => /^(0[1-9]|1[01])-/.test(each))) {
    const [first] = codeOf(read(join(project, "notebooks", name)))
    assert.match([first.source].flat().join(""), /^const scale = chosenScale\(\)/, name)
  }
})
