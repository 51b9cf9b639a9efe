import { createReadStream, statSync } from "node:fs"
import { join } from "node:path"

/** Bytes of a file from some place on. */
export interface Opened {
  /** Where the bytes begin: the place asked for, or 0 where the server starts anew. */
  from: number
  /** Length of the whole file, where known. */
  total: number | undefined
  /** Tells one version of the file from another, where known. */
  version: string | undefined
  bytes: AsyncIterable<Uint8Array>
}

/** An answer that no second try will change. */
export class Refused extends Error {}

/**
 * Opens a file at a web address or in a folder.
 *
 * @param base address (http, https) or folder
 * @param version what an earlier part of it was of; another one starts anew
 * @throws Refused when the file is not there; Error for what may pass
 */
export async function openSource(
  base: string,
  file: string,
  from: number,
  version: string | undefined,
  signal: AbortSignal,
): Promise<Opened> {
  if (!isWeb(base)) return openFolder(join(base, file), from)
  const url = new URL(file, base.endsWith("/") ? base : `${base}/`)
  const headers: Record<string, string> = { "accept-encoding": "identity" }
  if (from > 0) {
    headers.range = `bytes=${from}-`
    if (version) headers["if-range"] = version
  }
  const response = await fetch(url, { headers, signal })
  const { status } = response
  if (status === 404 || status === 410 || status === 401 || status === 403) {
    throw new Refused(
      `${url} answers ${status}; it may have moved: give another place with --mirror (an address or a folder).`,
    )
  }
  if (status === 416) {
    await response.body?.cancel()
    return openSource(base, file, 0, undefined, signal)
  }
  if (!response.ok || !response.body) throw new Error(`${url} answers ${status}`)
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "")
  const start = status === 206 && range ? Number(range[1]) : 0
  const length = Number(response.headers.get("content-length") ?? Number.NaN)
  return {
    from: start,
    total: range && range[2] !== "*" ? Number(range[2]) : Number.isFinite(length) ? start + length : undefined,
    version: response.headers.get("etag") ?? response.headers.get("last-modified") ?? undefined,
    // Read as it is: Node's Readable around it raises an error of its own when the line is cut.
    bytes: response.body as unknown as AsyncIterable<Uint8Array>,
  }
}

/** A small text file beside the data, or nothing where there is none. */
export async function readText(base: string, file: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { bytes } = await openSource(base, file, 0, undefined, signal)
    let text = ""
    const decoder = new TextDecoder()
    for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true })
    return text
  } catch (error) {
    if (signal.aborted) throw error
    return undefined
  }
}

export const isWeb = (base: string): boolean => /^https?:\/\//.test(base)

function openFolder(path: string, from: number): Opened {
  let total: number
  try {
    total = statSync(path).size
  } catch {
    throw new Refused(`${path}: there is no such file.`)
  }
  const start = from <= total ? from : 0
  return { from: start, total, version: undefined, bytes: createReadStream(path, { start }) }
}
