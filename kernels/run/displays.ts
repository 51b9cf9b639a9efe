import { randomUUID } from "node:crypto"
import { isLive, liveSymbol } from "../../src/display/index.js"
import { currentRequest, within } from "./context.js"
import type { FromRun, Shown } from "./messages.js"
import { show, shownBundle } from "./show.js"

/** A value that changes is shown anew at most this often (ms). */
const refresh = 250

/** Updates that a cell makes itself are sent at most this often (ms). */
const pace = 50

/** A cell shows at most so many values. */
const most = 1000

/** Puts values on the page, in the order they were shown although some make their picture later. */
export class Displays {
  readonly #post: (message: FromRun) => void
  readonly #updates = new Map<string, Paced>()
  #last: Promise<void> | undefined
  #pages: { [key: string]: unknown }[] = []
  #count = { request: 0, shown: 0 }

  constructor(post: (message: FromRun) => void) {
    this.#post = post
  }

  /** Shows a value now, or in place of what has the same id. */
  show(value: unknown, { id, update }: { id: string; update: boolean }): void {
    const request = currentRequest()
    if (update) {
      this.#paced(id, request, pace).push(value)
      return
    }
    if (this.#count.request !== request) this.#count = { request, shown: 0 }
    const count = ++this.#count.shown
    if (count > most + 1) return
    const what = count > most ? note(`more than ${most} values were displayed; the rest is not shown`) : show(value)
    this.#send(what, { request, id, update })
    if (count <= most) this.#follow(value, id, request)
  }

  /** The last value of a cell. One that changes is displayed, since only a display can be replaced. */
  async result(value: unknown): Promise<Shown | undefined> {
    if (!isLive(value)) return show(value)
    this.show(value, { id: `spiketime-${randomUUID()}`, update: false })
    return undefined
  }

  /** Settles when all that was shown has been sent, pictures that wait for their turn included: they belong to the cell that ends. */
  async settled(): Promise<void> {
    for (const paced of this.#updates.values()) paced.flush()
    while (this.#last) await this.#last
  }

  /** Leaves a text for the front end's pager. */
  page(shown: Shown): void {
    this.#pages.push({ source: "page", data: shown.data, start: 0 })
  }

  takePages(): { [key: string]: unknown }[] {
    const pages = this.#pages
    this.#pages = []
    return pages
  }

  #send(what: Shown | Promise<Shown>, { request, id, update }: { request: number; id: string; update: boolean }): void {
    const send = (shown: Shown) => this.#post({ type: "display", id: request, shown, display: id, update })
    if (!(what instanceof Promise) && !this.#last) {
      send(what)
      return
    }
    const sent = Promise.all([what, this.#last]).then(
      ([shown]) => send(shown),
      (error: unknown) => send(note(`this value cannot be shown: ${error instanceof Error ? error.message : error}`)),
    )
    this.#last = sent
    void sent.then(() => {
      if (this.#last === sent) this.#last = undefined
    })
  }

  #paced(id: string, request: number, interval: number): Paced {
    let paced = this.#updates.get(id)
    if (!paced) {
      paced = new Paced(interval, (value) => {
        this.#send(value instanceof Bundle ? value.shown : show(value), { request, id, update: true })
      })
      this.#updates.set(id, paced)
    }
    return paced
  }

  /** Lets a value that changes push new pictures. */
  #follow(value: unknown, id: string, request: number): void {
    if (!isLive(value)) return
    const paced = this.#paced(id, request, refresh)
    within(request, () => value[liveSymbol]((bundle) => paced.push(new Bundle(shownBundle(bundle, value)))))
  }
}

/** A picture that is made already, in place of a value. */
class Bundle {
  readonly shown: Shown
  constructor(shown: Shown) {
    this.shown = shown
  }
}

/** Passes on the newest of many values at a bearable pace; the last one always arrives. */
class Paced {
  readonly #interval: number
  readonly #send: (value: unknown) => void
  #sent = Number.NEGATIVE_INFINITY
  #waiting: { value: unknown } | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(interval: number, send: (value: unknown) => void) {
    this.#interval = interval
    this.#send = send
  }

  push(value: unknown): void {
    // The clock is asked, for timers do not fire while synchronous code runs.
    const rest = this.#sent + this.#interval - performance.now()
    if (rest <= 0) {
      this.#pass(value)
      return
    }
    this.#waiting = { value }
    this.#timer ??= setTimeout(() => this.flush(), rest)
  }

  /** Passes on at once what waits. */
  flush(): void {
    if (this.#waiting) this.#pass(this.#waiting.value)
  }

  #pass(value: unknown): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting = undefined
    this.#sent = performance.now()
    this.#send(value)
  }
}

function note(text: string): Shown {
  return { data: { "text/plain": `... ${text} ...` }, metadata: {} }
}
