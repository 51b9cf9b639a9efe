import { randomUUID } from "node:crypto"
import { isLive, liveSymbol, type MimeBundle } from "../../src/display/index.js"
import { currentRequest, within } from "./context.js"
import type { FromRun, Shown } from "./messages.js"
import { show, shownBundle } from "./show.js"

/** A value that changes is shown anew at most this often (ms). */
const refresh = 250

/** Puts values on the page, in the order they were shown although some make their picture later. */
export class Displays {
  readonly #post: (message: FromRun) => void
  #last: Promise<void> | undefined
  /** Send at once the pictures that are held back. */
  readonly #held = new Set<() => void>()
  #pages: { [key: string]: unknown }[] = []

  constructor(post: (message: FromRun) => void) {
    this.#post = post
  }

  /** Shows a value now, or in place of what has the same id. */
  show(value: unknown, { id, update }: { id: string; update: boolean }): void {
    const request = currentRequest()
    const send = (shown: Shown) => this.#post({ type: "display", id: request, shown, display: id, update })
    const shown = show(value)
    if (shown instanceof Promise || this.#last) {
      const sent = Promise.all([shown, this.#last]).then(([settled]) => send(settled))
      const last = sent.finally(() => {
        if (this.#last === last) this.#last = undefined
      })
      this.#last = last
    } else send(shown)
    if (!update) this.#follow(value, id, request)
  }

  /** The last value of a cell. One that changes is displayed, since only a display can be replaced. */
  async result(value: unknown): Promise<Shown | undefined> {
    if (!isLive(value)) return show(value)
    this.show(value, { id: `spiketime-${randomUUID()}`, update: false })
    return undefined
  }

  /** Settles when all that was shown has been sent, pictures that waited for their turn included: they belong to this cell. */
  async settled(): Promise<void> {
    for (const flush of this.#held) flush()
    while (this.#last) await this.#last.catch(() => {})
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

  /** Lets a value that changes push new pictures; the last one always arrives. */
  #follow(value: unknown, display: string, request: number): void {
    if (!isLive(value)) return
    let waiting: MimeBundle | undefined
    let timer: NodeJS.Timeout | undefined
    const flush = () => {
      this.#held.delete(flush)
      if (!waiting) return
      const shown = shownBundle(waiting, value)
      waiting = undefined
      this.#post({ type: "display", id: request, shown, display, update: true })
    }
    const next = () => {
      timer = waiting ? setTimeout(next, refresh) : undefined
      flush()
    }
    within(request, () =>
      value[liveSymbol]((bundle) => {
        waiting = bundle
        this.#held.add(flush)
        if (!timer) next()
      }),
    )
  }
}
