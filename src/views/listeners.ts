type Handler = (...values: never[]) => void

/** Who listens to which event; one handler that throws keeps none of the others from hearing. */
export class Listeners {
  readonly #handlers = new Map<string, Set<Handler>>()

  /** @returns a function that ends the listening */
  add(event: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(event) ?? new Set()
    this.#handlers.set(event, handlers.add(handler))
    return () => handlers.delete(handler)
  }

  /** Without a handler: all of the event. */
  remove(event: string, handler?: Handler): void {
    if (handler) this.#handlers.get(event)?.delete(handler)
    else this.#handlers.delete(event)
  }

  tell(event: string, ...values: unknown[]): void {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        ;(handler as (...values: unknown[]) => void)(...values)
      } catch (error) {
        console.error(`live view: a handler of "${event}" failed: ${error instanceof Error ? error.stack : error}`)
      }
    }
  }
}
