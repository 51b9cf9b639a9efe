import type { MimeBundle } from "../../src/display/index.js"
import { currentRequest } from "./context.js"
import type { FromRun } from "./messages.js"

/** Asks the thread that knows all types what is written about a name. */
export class Documents {
  readonly #post: (message: FromRun) => void
  readonly #waiting = new Map<number, (bundle: MimeBundle) => void>()
  #next = 1

  constructor(post: (message: FromRun) => void) {
    this.#post = post
  }

  ask(name: string): Promise<MimeBundle> {
    const question = this.#next++
    this.#post({ type: "document", id: currentRequest(), question, name })
    return new Promise((resolve) => this.#waiting.set(question, resolve))
  }

  answer(question: number, bundle: MimeBundle): void {
    this.#waiting.get(question)?.(bundle)
    this.#waiting.delete(question)
  }
}
