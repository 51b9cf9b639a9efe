import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { openSource, Refused } from "./source.js"

export interface FetchProgress {
  file: string
  /** Bytes so far. */
  received: number
  /** Bytes in all, where known. */
  total: number | undefined
}

export interface DownloadOptions {
  signal: AbortSignal
  onProgress?: (progress: FetchProgress) => void
  /** Tries after the first one that fails; 5 by default. */
  retries?: number
  /** How long no byte may arrive before it counts as failed (ms); 30 000 by default. */
  stall?: number
  /** Wait before the first new try (ms), doubled each time; 1000 by default. */
  pause?: number
}

/**
 * Downloads a file to `part`, going on behind what is there already, also after a cut.
 * What has arrived stays there when it fails, so that the next call goes on.
 *
 * @throws Error when the file is refused, the tries are used up, the disk is full, or it is aborted
 */
export async function download(base: string, file: string, part: string, options: DownloadOptions): Promise<void> {
  const { signal, retries = 5, pause = 1000 } = options
  for (let failures = 0; ; ) {
    const before = sizeOf(part)
    try {
      await attempt(base, file, part, options)
      rmSync(versionFile(part), { force: true })
      return
    } catch (error) {
      if (signal.aborted)
        throw new Error(`stopped; ${part} holds ${sizeOf(part)} bytes, and the next fetch goes on there.`)
      if (error instanceof Refused) throw error
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") {
        throw new Error(`${part}: the disk is full; make room, or give another folder with --cache.`)
      }
      // A try that has brought bytes does not count: a line that cuts every minute still gets there.
      failures = sizeOf(part) > before ? 1 : failures + 1
      if (failures > retries) {
        throw new Error(
          `${file}: ${reason(error)}, ${failures} times; try later, or give another place with --mirror (an address or a folder).`,
        )
      }
      await sleep(pause * 2 ** (failures - 1), undefined, { signal }).catch(() => {})
    }
  }
}

async function attempt(base: string, file: string, part: string, options: DownloadOptions): Promise<void> {
  const { signal, onProgress, stall = 30_000 } = options
  const watchdog = new AbortController()
  let timer = setTimeout(() => watchdog.abort(), stall)
  const either = AbortSignal.any([signal, watchdog.signal])
  try {
    const version = existsSync(versionFile(part)) ? readFileSync(versionFile(part), "utf8") : undefined
    const opened = await openSource(base, file, sizeOf(part), version, either)
    if (opened.version) writeFileSync(versionFile(part), opened.version)
    const handle = await open(part, opened.from > 0 ? "r+" : "w")
    try {
      let received = opened.from
      onProgress?.({ file, received, total: opened.total })
      for await (const chunk of opened.bytes) {
        await writeAll(handle, chunk, received)
        received += chunk.length
        clearTimeout(timer)
        timer = setTimeout(() => watchdog.abort(), stall)
        if (either.aborted) throw new Error("stopped")
        onProgress?.({ file, received, total: opened.total })
      }
      if (opened.total !== undefined && received < opened.total) {
        throw new Error(`cut after ${received} of ${opened.total} bytes`)
      }
      await handle.truncate(received)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (watchdog.signal.aborted && !signal.aborted) throw new Error(`nothing came for ${stall / 1000} s`)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function writeAll(handle: Awaited<ReturnType<typeof open>>, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    done += (await handle.write(chunk, done, chunk.length - done, position + done)).bytesWritten
  }
}

const versionFile = (part: string) => `${part}.version`

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

/** fetch() hides what happened in the cause. */
function reason(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? `${message} (${cause.message || (cause as NodeJS.ErrnoException).code})` : message
}
