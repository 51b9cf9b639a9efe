import { existsSync, readFileSync } from "node:fs"
import { inProject, nodeModule } from "./paths.mjs"
import { runProgram } from "./run-program.mjs"

/** @typedef {{ version?: string, resolved?: string, optional?: boolean, link?: boolean }} LockEntry */

/**
 * @param {string} file
 * @returns {Record<string, LockEntry>}
 */
const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages

/**
 * Whether every package of the lock file lies in node_modules in its version (packages for other platforms may miss).
 * npm keeps its own list of what it installed; comparing with that needs no stamp of ours.
 */
export function packagesAreInstalled() {
  const installedList = nodeModule(".package-lock.json")
  if (!existsSync(installedList)) return false
  const installed = packagesOf(installedList)
  return Object.entries(packagesOf(inProject("package-lock.json"))).every(
    ([path, entry]) =>
      path === "" || (installed[path] ? installed[path].version === entry.version : entry.optional === true),
  )
}

/** @type {import("./run-steps.mjs").Step} */
export const npmPackages = {
  title: "npm packages",
  usualSeconds: 15,
  isDone: packagesAreInstalled,
  async run(report) {
    // The npm that runs us, where there is one; npm.cmd cannot be spawned without a shell on Windows.
    const npm = process.env.npm_execpath
    const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    if (npm?.endsWith(".js")) await runProgram(process.execPath, [npm, ...args], { onLine: report })
    else await runProgram("npm", args, { onLine: report })
  },
}
