import { copyFileSync, existsSync, mkdirSync } from "node:fs"
import { dirname, extname, join, relative, sep } from "node:path"
import { inProject, nodeModule, project } from "./paths.mjs"
import { runProgram } from "./run-program.mjs"
import { filesBelow, hasStamp, stampOf, writeStamp } from "./stamp.mjs"

const sources = ["src", "kernels", "test", "bench"].map((folder) => inProject(folder))
const stampFile = inProject("dist", ".typescript.stamp")

const stamp = () => stampOf([...sources, inProject("tsconfig.json"), nodeModule("typescript", "package.json")])

/**
 * Files beside the sources that are read at run time (embedded data, fixtures, page scripts) go beside the compiled ones,
 * so that `new URL("name", import.meta.url)` finds them.
 */
function copyAssets() {
  for (const file of filesBelow(sources)) {
    if ([".ts", ".md", ".py"].includes(extname(file)) || file.includes(`${sep}assembly${sep}`)) continue
    const target = join(project, "dist", relative(project, file))
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(file, target)
  }
}

/**
 * TypeScript to dist/, with its types checked: a type error fails the build.
 * @type {import("./run-steps.mjs").Step}
 */
export const typescriptBuild = {
  title: "TypeScript",
  usualSeconds: 12,
  isDone: () => existsSync(inProject("dist", "src")) && hasStamp(stampFile, stamp()),
  async run(report) {
    copyAssets()
    const compiler = nodeModule("typescript", "bin", "tsc")
    const now = stamp()
    await runProgram(process.execPath, [compiler, "-p", inProject("tsconfig.json"), "--pretty", "false"], {
      onLine: report,
    })
    writeStamp(stampFile, now)
  },
}
