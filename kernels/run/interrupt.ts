import { setMaxListeners } from "node:events"

/** How long a promise that listens to the interrupt signal may take to end in order (ms). */
const grace = 1500

/** What an interrupted cell throws; named as front ends know it. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt"
  constructor() {
    super("The cell was interrupted. Variables are kept.")
  }
}

/**
 * The run side of an interrupt. The other thread sets a flag in shared memory, which loops look at, and sends a message,
 * which ends what waits.
 */
export class Interrupts {
  readonly #flag: Int32Array
  #controller = new AbortController()
  #listened = false
  readonly #waiting = new Set<() => void>()

  constructor(flag: Int32Array) {
    this.#flag = flag
    this.#renew()
  }

  get pending(): boolean {
    return this.#flag[0] !== 0
  }

  /** The signal for work that ends in order. */
  signal(): AbortSignal {
    this.#listened = true
    return this.#controller.signal
  }

  /** A cell begins: nothing of an earlier interrupt is left. */
  begin(): void {
    this.#flag[0] = 0
    this.#listened = false
  }

  stop(): never {
    this.abort()
    throw new KeyboardInterrupt()
  }

  /** The message has arrived: signals abort, and waits end, at once or after the time that listeners may take. */
  obey(): void {
    const listened = this.#listened
    this.abort()
    const end = () => {
      for (const wake of this.#waiting) wake()
    }
    if (listened) setTimeout(end, grace).unref()
    else end()
  }

  abort(): void {
    const controller = this.#controller
    this.#renew()
    controller.abort(new KeyboardInterrupt())
  }

  /** `await value` that ends when the user interrupts. */
  wait<T>(value: T): T | Promise<Awaited<T>> {
    if (this.pending && !this.#listened) this.stop()
    if (!isThenable(value)) return value
    return new Promise((resolve, reject) => {
      const wake = () => reject(new KeyboardInterrupt())
      this.#waiting.add(wake)
      const settled = () => this.#waiting.delete(wake)
      value.then(
        (result) => {
          settled()
          resolve(result as Awaited<T>)
        },
        (error) => {
          settled()
          reject(error)
        },
      )
    })
  }

  /** `for await` over values that end when the user interrupts. */
  async *iterate<T>(values: AsyncIterable<T> | Iterable<T | Promise<T>>): AsyncGenerator<T> {
    const iterator = asyncIterator(values)
    try {
      while (true) {
        const step = await this.wait(iterator.next())
        if (step.done) return
        yield step.value
      }
    } finally {
      // Not awaited: an iterator that hangs must not keep the cell from ending.
      Promise.resolve(iterator.return?.()).catch(() => {})
    }
  }

  #renew(): void {
    this.#controller = new AbortController()
    const { signal } = this.#controller
    setMaxListeners(0, signal)
    // The message cannot arrive while synchronous code runs; the flag is there at once.
    const flag = this.#flag
    const controller = this.#controller
    const native = Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted")!.get!
    Object.defineProperty(signal, "aborted", {
      get() {
        if (flag[0] !== 0 && !native.call(signal)) controller.abort(new KeyboardInterrupt())
        return native.call(signal)
      },
    })
    signal.throwIfAborted = () => {
      if (signal.aborted) throw signal.reason
    }
  }
}

function asyncIterator<T>(values: AsyncIterable<T> | Iterable<T | Promise<T>>): AsyncIterator<T> {
  if (Symbol.asyncIterator in values) return values[Symbol.asyncIterator]()
  return (async function* () {
    yield* values as Iterable<T>
  })()
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  )
}
