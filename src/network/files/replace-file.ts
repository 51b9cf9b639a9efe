import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"

/**
 * Writes a file under another name, then gives it its own: whoever reads sees the old one or the new one, whole.
 *
 * @throws Error when it cannot be written; an older file of that name is then as it was
 */
export function replaceFile(path: string, bytes: Uint8Array | string): void {
  const part = `${path}.${process.pid}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(part, bytes)
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw new Error(`${path}: it cannot be written (${reason(error)}); choose another path, or free some space.`)
  }
}

/**
 * The bytes of a file.
 *
 * @throws Error when it is missing or cannot be read
 */
export function readWhole(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Error(`${path}: ${reason(error)}.`)
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === "ENOENT") return "there is no such file or folder"
  if (code === "EISDIR") return "this is a folder"
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "permission is denied"
  if (code === "ENOSPC") return "the disk is full"
  return message
}
