import type { Answers, FromRun, Question } from "./messages.js"

/** Asks the thread that holds the compiler. */
export class Questions {
  readonly #post: (message: FromRun) => void
  readonly #waiting = new Map<number, (answer: never) => void>()
  #next = 1

  constructor(post: (message: FromRun) => void) {
    this.#post = post
  }

  ask<Asked extends Question>(what: Asked): Promise<Answers[Asked["type"]]> {
    const question = this.#next++
    this.#post({ ...what, question })
    return new Promise((resolve) => this.#waiting.set(question, resolve))
  }

  answer(question: number, answer: unknown): void {
    this.#waiting.get(question)?.(answer as never)
    this.#waiting.delete(question)
  }
}
