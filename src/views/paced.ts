/** Lets something happen soon, but not more often than every `interval` ms; many wishes in between become one. */
export class Paced {
  #last = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly interval: number,
    private readonly act: () => void,
  ) {}

  wish(): void {
    // The clock is asked, for timers do not fire while synchronous code runs.
    const rest = this.#last + this.interval - performance.now()
    if (rest <= 0) this.now()
    else this.#timer ??= setTimeout(() => this.now(), rest)
  }

  now(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#last = performance.now()
    this.act()
  }

  cancel(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
