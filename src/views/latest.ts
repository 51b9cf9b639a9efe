/**
 * Work that follows a person's moves: `run` is asked for again and again, and works on the newest state only. While it works, and
 * for moves that wait in the queue already, one further run is enough.
 */
export class Latest {
  #asked = false
  #working = false

  constructor(private readonly work: () => unknown) {}

  ask(): void {
    this.#asked = true
    // Messages that have come already are heard first.
    if (!this.#working) setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    if (this.#working) return
    this.#working = true
    try {
      while (this.#asked) {
        this.#asked = false
        await this.work()
        // Further moves are heard before the next run.
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      this.#working = false
    }
  }
}
