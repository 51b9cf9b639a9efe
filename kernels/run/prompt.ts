import { currentRequest } from "./context.js"
import { KeyboardInterrupt } from "./interrupt.js"
import type { FromRun } from "./messages.js"

/** Asks the user for a line of text, one question at a time. */
export class Prompt {
  /** Whether the front end of the running cell can ask at all. */
  allowed = false
  readonly #post: (message: FromRun) => void
  #waiting: { resolve: (value: string) => void; reject: (error: Error) => void } | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(post: (message: FromRun) => void) {
    this.#post = post
  }

  ask(prompt: string, password: boolean): Promise<string> {
    if (!this.allowed) {
      return Promise.reject(
        new Error("input: this front end cannot ask for input. Put the value into the cell instead."),
      )
    }
    const id = currentRequest()
    const answer = this.#last.then(
      () =>
        new Promise<string>((resolve, reject) => {
          this.#waiting = { resolve, reject }
          this.#post({ type: "input", id, prompt, password })
        }),
    )
    this.#last = answer.catch(() => {})
    return answer
  }

  reply(value: string): void {
    this.#waiting?.resolve(value)
    this.#waiting = undefined
  }

  cancel(): void {
    this.#waiting?.reject(new KeyboardInterrupt())
    this.#waiting = undefined
  }
}
