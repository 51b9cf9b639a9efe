import type { Message } from "../protocol/messages.js"

/** So many requests are remembered; output of older ones goes to the latest. */
const limit = 5000

/** Which number stands for which request, for output that comes while it runs or later. Their code is not kept. */
export class Requests {
  readonly #requests = new Map<number, Message<unknown>>()
  #next = 1
  latest: Message<unknown> | undefined

  add(request: Message<unknown>): number {
    const id = this.#next++
    this.latest = { ...request, content: {}, buffers: [] }
    this.#requests.set(id, this.latest)
    if (this.#requests.size > limit) this.#requests.delete(this.#requests.keys().next().value!)
    return id
  }

  get(id: number): Message<unknown> | undefined {
    return this.#requests.get(id) ?? this.latest
  }
}
