import { closeSync, openSync, readSync, statSync } from "node:fs"
import { pathToFileURL } from "node:url"
import { inProject } from "../setup/paths.mjs"

const signature = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a])

/**
 * Refuses, before any work, what cannot be an HDF5 file.
 * @param {string} path
 */
export function checkIsHdf5(path) {
  let size
  try {
    const stats = statSync(path)
    if (!stats.isFile()) throw new Error(`${path}: this is no file; give an HDF5 file in the layout of SHD.`)
    size = stats.size
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    if (!code) throw error
    throw new Error(code === "ENOENT" ? `${path}: there is no such file.` : `${path}: it cannot be read (${message}).`)
  }
  const start = Buffer.alloc(signature.length)
  const file = openSync(path, "r")
  readSync(file, start)
  closeSync(file)
  if (!start.equals(signature)) {
    throw new Error(
      `${path}: this is no HDF5 file (${size} bytes, without HDF5's signature); give one in the layout of SHD.`,
    )
  }
}

/**
 * Reads the files once with the library's reader, so that a broken one is found before the long work.
 * @param {string[]} paths
 * @returns {Promise<string>} one line on what is in them
 */
export async function checkCanBeRead(paths) {
  /** @type {typeof import("../../dist/src/datasets/index.js")} */
  const { readShd } = await import(pathToFileURL(inProject("dist", "src", "datasets", "index.js")).href)
  const data = await readShd(paths)
  return `${data.length} samples, ${data.classNames.length} classes, ${data.spikeCount} spikes`
}
