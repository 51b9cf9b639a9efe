import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { installKernel } from "../../kernels/index.js"
import { productDirectory } from "../../kernels/language/product.js"

/** The tests of Jupyter's own suite, all of which concern this kernel. */
const names = [
  "test_clear_output",
  "test_completion",
  "test_display_data",
  "test_error",
  "test_execute_result",
  "test_execute_stderr",
  "test_execute_stdout",
  "test_history",
  "test_inspect",
  "test_is_complete",
  "test_kernel_info",
  "test_pager",
  "test_recv_iopub_welcome_msg",
]

const data = mkdtempSync(join(tmpdir(), "jupyter-data-"))
let report = ""

before(async () => {
  const python = [".venv/bin/python", ".venv/Scripts/python.exe"]
    .map((path) => join(productDirectory, path))
    .find(existsSync)
  assert.ok(python, "the Python environment .venv is missing: npm run setup makes it")
  installKernel(data)
  const script = join(productDirectory, "test/kernels/kernel_test.py")
  report = await new Promise((resolve) => {
    const env = { ...process.env, JUPYTER_PATH: data }
    execFile(python, [script], { env, timeout: 120_000 }, (_, stdout, stderr) => resolve(stdout + stderr))
  })
})
after(() => rmSync(data, { recursive: true, force: true }))

for (const name of names) {
  test(`Jupyter's own ${name} passes`, () => {
    assert.match(report, new RegExp(`^${name} \\(.*\\.\\.\\. ok$`, "m"))
  })
}

test("nothing of Jupyter's own suite is left out", () => {
  assert.match(report, new RegExp(`Ran ${names.length} tests`))
  assert.match(report, /^OK$/m)
})
