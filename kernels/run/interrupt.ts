import { getEventListeners, setMaxListeners } from "node:events"
import { currentRequest, resume } from "./context.js"

/** How long a promise that listens to the interrupt signal may take to end in order (ms). */
const grace = 1500

const isAborted = Object.getOwnPropertyDescriptor(AbortSignal.prototype, "aborted")!.get!

/** A value that was awaited, and the request whose code goes on with it. */
interface Awaiting<T> {
  value: T
  request: number
}

/** What an interrupted cell throws; named as front ends know it. */
export class KeyboardInterrupt extends Error {
  override name = "KeyboardInterrupt"
  constructor(message = "The cell was interrupted. Variables are kept.") {
    super(message)
  }
}

/**
 * The run side of an interrupt. The other thread sets a flag in shared memory, which loops look at, and sends a message,
 * which ends what waits.
 */
export class Interrupts {
  readonly #flag: Int32Array
  #controller = new AbortController()
  #grace: NodeJS.Timeout | undefined
  /** Whether the interrupt is being obeyed although its message has not arrived. */
  #begun = false
  /** Whether listeners are being given time. */
  #ending = false
  #running = false
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
    return this.#controller.signal
  }

  /** A cell begins: nothing of an earlier interrupt is left. */
  begin(): void {
    this.#flag[0] = 0
    this.#begun = false
    this.end()
    this.#running = true
  }

  end(): void {
    this.#running = false
    this.#ending = false
    clearTimeout(this.#grace)
  }

  stop(): never {
    this.abort()
    throw new KeyboardInterrupt()
  }

  /** The message of an interrupt has arrived. */
  obey(): void {
    // An await may have seen the flag before.
    if (this.#begun) this.#begun = false
    else this.#obey()
  }

  /**
   * Signals abort, and waits end: at once, or after the time that those who listen to a signal may take. Interrupted a
   * second time, waits end at once.
   */
  #obey(): void {
    // Whoever listens, or has just looked, is about to end in order.
    const { signal } = this.#controller
    const concerned = isAborted.call(signal) || getEventListeners(signal, "abort").length > 0
    const patient = !this.#ending && concerned
    this.abort()
    this.#ending = patient
    clearTimeout(this.#grace)
    if (patient) this.#grace = setTimeout(() => this.#wake(), grace)
    else this.#wake()
    // Between cells the flag must not hit what the page asks for next.
    if (!this.#running) setTimeout(() => this.#forget(), 200).unref()
  }

  #forget(): void {
    if (!this.#running) this.#flag[0] = 0
  }

  #wake(): void {
    this.#ending = false
    for (const wake of this.#waiting) wake()
  }

  abort(): void {
    const controller = this.#controller
    this.#renew()
    controller.abort(new KeyboardInterrupt())
  }

  /** What `await value` waits for in a cell: the value with the request it belongs to, or the interrupt. */
  wait<T>(value: T): Awaiting<T> | Promise<Awaiting<Awaited<T>>> {
    if (this.pending && !this.#ending) {
      this.#begun = true
      this.#obey()
      if (!this.#ending) throw new KeyboardInterrupt()
    }
    const request = currentRequest()
    if (!isThenable(value)) return { value, request }
    return new Promise((resolve, reject) => {
      const wake = () => reject(new KeyboardInterrupt())
      this.#waiting.add(wake)
      const settled = () => this.#waiting.delete(wake)
      value.then(
        (result) => {
          settled()
          resolve({ value: result as Awaited<T>, request })
        },
        (error) => {
          settled()
          resume(request)
          reject(error)
        },
      )
    })
  }

  /** Goes on after an await, as a part of the request that awaited. */
  resume<T>({ value, request }: Awaiting<T>): T {
    resume(request)
    return value
  }

  /** `for await` over values that end when the user interrupts. */
  async *iterate<T>(values: AsyncIterable<T> | Iterable<T | Promise<T>>): AsyncGenerator<T> {
    const iterator = asyncIterator(values)
    try {
      while (true) {
        const step = this.resume((await this.wait(iterator.next())) as Awaiting<IteratorResult<T>>)
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
    Object.defineProperty(signal, "aborted", {
      get() {
        if (flag[0] !== 0 && !isAborted.call(signal)) controller.abort(new KeyboardInterrupt())
        return isAborted.call(signal)
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
