import { createHash } from "node:crypto"
import { createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { RemoteSet } from "./catalogue.js"
import { readText } from "./source.js"

/** Checksum of a file, in hexadecimal digits. */
export async function checksumOf(path: string, algorithm: "md5" | "sha256"): Promise<string> {
  const hash = createHash(algorithm)
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest("hex")
}

/** The MD5 sum that the publisher gives for a file, or nothing where none is to be had. */
export async function publishedMd5(
  set: RemoteSet,
  base: string,
  file: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (set.checksums === "zenodo" && base === set.base) {
    const record = await readText("https://zenodo.org/api/records/", "16153275", signal)
    return record === undefined ? undefined : fromZenodo(record, file)
  }
  const sums = await readText(base, "md5sums.txt", signal)
  for (const line of sums?.split("\n") ?? []) {
    const found = /^([0-9a-f]{32})\s+\*?(\S+)$/.exec(line.trim())
    if (found?.[2] === file) return found[1]
  }
  return undefined
}

function fromZenodo(record: string, file: string): string | undefined {
  try {
    const { files } = JSON.parse(record) as { files?: { key?: string; checksum?: string }[] }
    return files?.find(({ key }) => key === file)?.checksum?.replace(/^md5:/, "")
  } catch {
    return undefined
  }
}

/**
 * SHA-256 sums of files for which none is published, written down at their first fetch.
 * @returns the sum noted before, or nothing where this is the first time
 */
export function notedSum(folder: string, file: string, sum: string): string | undefined {
  const path = join(folder, "checksums.json")
  const noted: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {}
  if (Object.hasOwn(noted, file)) return noted[file]
  writeFileSync(`${path}.part`, `${JSON.stringify({ ...noted, [file]: sum }, null, 2)}\n`)
  renameSync(`${path}.part`, path)
  return undefined
}
