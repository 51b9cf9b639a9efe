import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { installKernel } from "../../kernels/index.js"
import { inProject, venvProgram } from "../browser/project.js"

const data = mkdtempSync(join(tmpdir(), "jupyter-data-"))
after(() => rmSync(data, { recursive: true, force: true }))

test("papermill's parameters are declared as the notebook declares them, and replace its own", {
  timeout: 120_000,
}, () => {
  installKernel(data)
  const script = [inProject("test/kernels/papermill_test.py"), inProject("python")]
  const env = { ...process.env, JUPYTER_PATH: data, PYTHONDONTWRITEBYTECODE: "1" }
  const [injected, shown] = JSON.parse(execFileSync(venvProgram("python"), script, { env, encoding: "utf8" }))
  assert.equal(
    injected,
    `// Parameters
let epochs = 5
const variant: "whole" | "norm" = "norm"
const levels = [0.1, null]
const extra = {"deep": true, "text": "a \\"word\\""}
`,
  )
  assert.equal(shown, "[ 6, false, [ 0.1, null ], 1, { deep: true, text: 'a \"word\"' } ]")
})
