import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

/**
 * Every file below the given files and folders, sorted; what is missing counts as empty.
 * @param {string[]} paths
 * @returns {string[]}
 */
export function filesBelow(paths) {
  return paths
    .flatMap((path) => {
      if (!existsSync(path)) return []
      if (!statSync(path).isDirectory()) return [path]
      return filesBelow(readdirSync(path).map((name) => join(path, name)))
    })
    .sort()
}

/**
 * A hash of what a step depends on: contents and names of files, and any further words (versions, flags).
 * Contents, not times: a fresh checkout or a touched file must not cause work.
 * @param {string[]} paths
 * @param {...string} words
 */
export function stampOf(paths, ...words) {
  const hash = createHash("sha256")
  for (const file of filesBelow(paths)) {
    hash.update(`${file}\0`)
    hash.update(readFileSync(file))
  }
  for (const word of words) hash.update(`\0${word}`)
  return hash.digest("hex").slice(0, 32)
}

/**
 * Whether `file` holds this stamp.
 * @param {string} file
 * @param {string} stamp
 */
export const hasStamp = (file, stamp) => existsSync(file) && readFileSync(file, "utf8").trim() === stamp

/**
 * Writes a stamp whole or not at all.
 * @param {string} file
 * @param {string} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, `${stamp}\n`)
  renameSync(`${file}.new`, file)
}
