import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import { fileURLToPath } from "node:url"
import { installedKernels, installKernel, prefixDataDirectory, removeKernel } from "../../kernels/index.js"

const folder = mkdtempSync(join(tmpdir(), "spiketime-kernelspec-"))
after(() => rmSync(folder, { recursive: true, force: true }))

const command = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url))
function spiketime(...args: string[]) {
  const env = { PATH: process.env.PATH, HOME: join(folder, "home"), JUPYTER_DATA_DIR: join(folder, "user") }
  const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args], { env, encoding: "utf8" })
  return { text: stdout + stderr, status }
}

test("the kernelspec names a Node and a kernel that exist, and asks for interrupts by message", () => {
  const spec = JSON.parse(readFileSync(join(installKernel(folder), "kernel.json"), "utf8"))
  assert.ok(existsSync(spec.argv[0]) && existsSync(spec.argv[1]))
  assert.equal(spec.argv[2], "{connection_file}")
  assert.equal(spec.interrupt_mode, "message")
  assert.equal(spec.language, "typescript")
})

test("a kernelspec whose program has moved is listed with what to do", () => {
  const file = join(installKernel(folder), "kernel.json")
  const spec = JSON.parse(readFileSync(file, "utf8"))
  writeFileSync(file, JSON.stringify({ ...spec, argv: ["/gone/node", ...spec.argv.slice(1)] }))
  assert.match(installedKernels([folder])[0]!.problem!, /\/gone\/node, which is not there any more; install it again/)
})

test("removing says whether there was a kernel", () => {
  installKernel(folder)
  assert.equal(removeKernel(folder), true)
  assert.equal(removeKernel(folder), false)
  assert.deepEqual(installedKernels([folder]), [])
})

test("spiketime kernel install, list and remove work on the user's folder", () => {
  assert.match(spiketime("kernel", "install", "--user").text, /is installed: .*user\/kernels\/spiketime/)
  assert.match(spiketime("kernel", "list").text, /user\/kernels\/spiketime/)
  assert.match(spiketime("kernel", "remove", "--user").text, /is gone from/)
  assert.match(spiketime("kernel", "list").text, /not installed/)
})

test("spiketime kernel install --prefix writes into an environment", () => {
  const prefix = join(folder, "environment")
  spiketime("kernel", "install", "--prefix", prefix)
  assert.equal(installedKernels([prefixDataDirectory(prefix)]).length, 1)
})

test("spiketime kernel check says what is missing, with exit code 1", () => {
  const { text, status } = spiketime("kernel", "check")
  assert.match(text, /missing not installed: run spiketime kernel install/)
  assert.equal(status, 1)
})
