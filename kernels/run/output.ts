import { Budget } from "./budget.js"
import { currentRequest } from "./context.js"
import type { FromRun } from "./messages.js"

type Post = (message: FromRun) => void
type StreamName = "stdout" | "stderr"

/**
 * Sends what is printed to the other thread at once, past this thread's event loop: it appears while synchronous code
 * is still running. A flood is cut in the middle, with a note.
 */
export class Output {
  readonly #post: Post
  readonly #budgets = new Map<number, Budget>()

  constructor(post: Post) {
    this.#post = post
  }

  /** Takes over this thread's stdout and stderr. */
  capture(): void {
    for (const name of ["stdout", "stderr"] as const) {
      process[name].write = (
        chunk: string | Uint8Array,
        encoding?: BufferEncoding | ((error?: Error | null) => void),
        done?: (error?: Error | null) => void,
      ): boolean => {
        this.write(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString())
        const callback = typeof encoding === "function" ? encoding : done
        if (callback) process.nextTick(callback)
        return true
      }
    }
  }

  write(name: StreamName, text: string): void {
    const id = currentRequest()
    let budget = this.#budgets.get(id)
    if (!budget) {
      budget = new Budget((stream, part) => this.#post({ type: "stream", id, name: stream, text: part }))
      this.#budgets.set(id, budget)
    }
    budget.take(name, text)
  }

  /** A cell has ended: what was held back is shown as far as it may be. */
  end(id: number): void {
    this.#budgets.get(id)?.settle()
    this.#budgets.delete(id)
  }
}
