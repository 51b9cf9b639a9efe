import type { Message } from "../protocol/messages.js"

/** So many messages of the page are remembered; cells all are. */
const limit = 1000

/** Which number stands for which request, for output that comes while it runs or later. Their content is not kept. */
export class Requests {
  readonly #cells = new Map<number, Message<unknown>>()
  readonly #messages = new Map<number, Message<unknown>>()
  #next = 1
  /** The cell that ran last. */
  latest: Message<unknown> | undefined

  addCell(request: Message<unknown>): number {
    this.latest = withoutContent(request)
    this.#cells.set(this.#next, this.latest)
    return this.#next++
  }

  addMessage(request: Message<unknown>): number {
    this.#messages.set(this.#next, withoutContent(request))
    if (this.#messages.size > limit) this.#messages.delete(this.#messages.keys().next().value!)
    return this.#next++
  }

  /** The request of that number, or the latest cell for one that is forgotten. */
  get(id: number): Message<unknown> | undefined {
    return this.#cells.get(id) ?? this.#messages.get(id) ?? this.latest
  }
}

function withoutContent(request: Message<unknown>): Message<unknown> {
  return { ...request, content: {}, buffers: [] }
}
