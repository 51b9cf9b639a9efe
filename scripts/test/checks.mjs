import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inProject, nodeModule, project } from "../setup/paths.mjs"
import { ProgramFailed, runProgram } from "../setup/run-program.mjs"

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/**
 * One check of the whole project, counted as one test; what the program said is shown when it fails.
 * @param {string} title
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<Count>}
 */
async function check(title, program, args) {
  try {
    await runProgram(program, args)
    console.log(`${title}: passed`)
    return { passed: 1, failed: 0, skipped: 0 }
  } catch (error) {
    console.log(`${title}: FAILED`)
    console.log(error instanceof ProgramFailed ? error.lines.join("\n") : error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

export const lint = () =>
  check("Lint and format (biome check .)", process.execPath, [
    nodeModule("@biomejs", "biome", "bin", "biome"),
    "check",
    ".",
  ])

export const scriptTypes = () =>
  check("Types of the scripts", process.execPath, [
    nodeModule("typescript", "bin", "tsc"),
    "-p",
    inProject("scripts", "tsconfig.json"),
    "--pretty",
    "false",
  ])

/**
 * Runs the test files, two at a time (the tests measure nothing, but the machines that matter have two cores).
 * @param {string[]} files
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Count>}
 */
export async function runTests(files, env) {
  const scratch = mkdtempSync(join(tmpdir(), "spiketime-test-"))
  const countFile = join(scratch, "counts.json")
  const reporters = [
    ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
    `--test-reporter=${new URL("count-reporter.mjs", import.meta.url).href}`,
    `--test-reporter-destination=${countFile}`,
  ]
  const child = spawn(process.execPath, ["--test", "--test-concurrency=2", ...reporters, ...files], {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  })
  const code = await new Promise((resolve) => child.on("close", resolve))
  try {
    const { pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0 } = JSON.parse(readFileSync(countFile, "utf8"))
    const failed = fail + cancelled
    return { passed: pass, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: skipped + todo }
  } catch {
    console.log(`The test runner ended with code ${code} and without counts.`)
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
