import { join, relative } from "node:path"
import { inProject, project } from "../setup/paths.mjs"
import { filesBelow } from "../setup/stamp.mjs"

/**
 * The compiled test files whose path has one of the words in it (all, without words).
 * Taken from the sources, so that what is left in dist/ of a deleted test is not run.
 * @param {string[]} words
 */
export function testFiles(words) {
  return filesBelow([inProject("test")])
    .map((file) => relative(project, file))
    .filter((file) => file.endsWith(".test.ts") && (words.length === 0 || words.some((word) => file.includes(word))))
    .map((file) => join("dist", file.replace(/\.ts$/, ".js")))
}
