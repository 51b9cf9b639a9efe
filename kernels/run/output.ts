import { currentRequest } from "./context.js"
import type { FromRun } from "./messages.js"

type Post = (message: FromRun) => void

const tracking = /,?\s*\[Symbol\((?:async_id_symbol|trigger_async_id_symbol|kResourceStore)\)\]: [^,}\n]+/g

/** Takes out the marks by which Node follows promises; they mean nothing to a user. */
export function withoutTracking(text: string): string {
  return text.includes("[Symbol(async_id_symbol)]") ? text.replace(tracking, "") : text
}

/**
 * Sends what is printed to the other thread at once, past this thread's event loop: it appears while synchronous code
 * is still running.
 */
export function captureOutput(post: Post): void {
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name]
    stream.write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | ((error?: Error | null) => void),
      done?: (error?: Error | null) => void,
    ): boolean => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()
      post({ type: "stream", id: currentRequest(), name, text: withoutTracking(text) })
      const callback = typeof encoding === "function" ? encoding : done
      if (callback) process.nextTick(callback)
      return true
    }
  }
}
