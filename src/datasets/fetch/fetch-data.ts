import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { createGunzip } from "node:zlib"
import { checkOptions } from "../../known-options.js"
import { cacheFolder } from "./cache.js"
import { type RemoteSet, remoteSet } from "./catalogue.js"
import { checksumOf, notedSum, publishedMd5 } from "./checksum.js"
import { type DownloadOptions, download } from "./download.js"

export interface FetchOptions extends Partial<DownloadOptions> {
  /** Where the files are kept; see {@link cacheFolder}. */
  cache?: string
  /** Another address, or a folder, that holds the files under their public names. */
  mirror?: string
  /** Hears what is being done, a line at a time. */
  onMessage?: (line: string) => void
}

/**
 * Fetches a data set from its public address, once: goes on after a cut, checks the checksum, unpacks, and only then gives the file its name.
 *
 * @param name shd, ssc, shd-norm or ssc-norm
 * @returns paths of the files
 * @throws Error when a file cannot be had, is another than published, or the disk is full
 */
export async function fetchData(name: string, options: FetchOptions = {}): Promise<string[]> {
  checkOptions("fetchData", options, {
    cache: true,
    mirror: true,
    onMessage: true,
    signal: true,
    onProgress: true,
    retries: true,
    stall: true,
    pause: true,
  })
  const set = remoteSet(name)
  const folder = options.cache ?? cacheFolder()
  const signal = options.signal ?? new AbortController().signal
  mkdirSync(folder, { recursive: true })
  const paths: string[] = []
  for (const file of set.files) {
    const path = join(folder, file)
    if (existsSync(path)) options.onMessage?.(`${file}: is there already (${path})`)
    else await fetchFile(set, file, path, { ...options, signal, cache: folder })
    paths.push(path)
  }
  return paths
}

async function fetchFile(
  set: RemoteSet,
  file: string,
  path: string,
  options: FetchOptions & { signal: AbortSignal; cache: string },
): Promise<void> {
  const base = options.mirror ?? set.base
  const remote = set.gzip ? `${file}.gz` : file
  const part = join(options.cache, `${remote}.part`)
  options.onMessage?.(`${remote}: from ${base}`)
  await download(base, remote, part, options)
  await check(set, base, remote, part, options)
  if (set.gzip) {
    const unpacked = `${path}.part`
    options.onMessage?.(`${file}: unpacking`)
    try {
      await pipeline(createReadStream(part), createGunzip(), createWriteStream(unpacked), { signal: options.signal })
    } catch (error) {
      rmSync(unpacked, { force: true })
      if (options.signal.aborted) throw new Error(`stopped while unpacking; ${part} is kept for the next fetch.`)
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
        throw new Error(`${unpacked}: the disk is full; make room, or give another folder with --cache.`)
      }
      rmSync(part, { force: true })
      throw new Error(`${remote}: it cannot be unpacked (${(error as Error).message}); fetch it again.`)
    }
    renameSync(unpacked, path)
    rmSync(part, { force: true })
  } else renameSync(part, path)
  options.onMessage?.(`${file}: ${path}`)
}

async function check(
  set: RemoteSet,
  base: string,
  remote: string,
  part: string,
  options: FetchOptions & { signal: AbortSignal; cache: string },
): Promise<void> {
  const published = await publishedMd5(set, base, remote, options.signal)
  const found = await checksumOf(part, published ? "md5" : "sha256")
  const expected = published ?? notedSum(options.cache, remote, found)
  if (expected === undefined) {
    options.onMessage?.(`${remote}: no checksum is published; SHA-256 ${found} is noted for later fetches`)
  } else if (expected !== found) {
    rmSync(part, { force: true })
    const whose = published ? "published" : "noted at the first fetch"
    throw new Error(
      `${remote}: the checksum is ${found}, and ${expected} is ${whose}; it was thrown away, fetch it again.`,
    )
  }
}
