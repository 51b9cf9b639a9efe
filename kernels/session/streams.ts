/** Text printed within so many milliseconds leaves as one message. */
const window = 30

type Send = (id: number, name: "stdout" | "stderr", text: string) => void

/** Joins what is printed in small pieces, keeping the order of the two streams. */
export class Streams {
  readonly #send: Send
  #pending: { id: number; name: "stdout" | "stderr"; texts: string[] } | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(send: Send) {
    this.#send = send
  }

  add(id: number, name: "stdout" | "stderr", text: string): void {
    if (this.#pending && (this.#pending.id !== id || this.#pending.name !== name)) this.flush()
    this.#pending ??= { id, name, texts: [] }
    this.#pending.texts.push(text)
    this.#timer ??= setTimeout(() => this.flush(), window)
  }

  /** Sends what waits; called before anything else is shown, so that order is kept. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#pending) return
    const { id, name, texts } = this.#pending
    this.#pending = undefined
    this.#send(id, name, texts.join(""))
  }
}
