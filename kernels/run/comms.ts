import { randomUUID } from "node:crypto"
import type { Comm, CommMessage, CommOptions, CommTarget } from "../../src/display/index.js"
import { currentRequest, within } from "./context.js"
import type { FromRun, ToRun } from "./messages.js"

type CommEvent = Extract<ToRun, { type: "comm" }>

/** The channels between this thread and the page. */
export class Comms {
  readonly #post: (message: FromRun) => void
  readonly #open = new Map<string, OpenComm>()
  readonly #targets = new Map<string, CommTarget>()

  constructor(post: (message: FromRun) => void) {
    this.#post = post
  }

  open(target: string, { id = randomUUID(), data = {}, metadata, buffers = [] }: CommOptions): Comm {
    const comm = this.#create(id, target)
    this.#send("open", id, { target, data, metadata, buffers })
    return comm
  }

  answer(target: string, handler: CommTarget): () => void {
    this.#targets.set(target, handler)
    return () => {
      if (this.#targets.get(target) === handler) this.#targets.delete(target)
    }
  }

  /** Takes a message from the page. One for nobody is answered by closing the channel, as Jupyter asks. */
  receive({ event, comm: id, target = "", data, buffers, header }: CommEvent): void {
    const message = { data, buffers, header }
    if (event === "open") {
      const handler = this.#targets.get(target)
      if (handler) handler(this.#create(id, target), message)
      else this.#send("close", id, { data: {}, buffers: [] })
      return
    }
    const comm = this.#open.get(id)
    if (!comm) return
    // What a handler prints belongs to the cell that made the channel; nobody sees what belongs to a message of the page.
    within(comm.request, () => {
      if (event === "message") for (const handler of comm.messageHandlers) handler(message)
      else {
        this.#open.delete(id)
        for (const handler of comm.closeHandlers) handler()
      }
    })
  }

  #create(id: string, target: string): OpenComm {
    const comm: OpenComm = {
      id,
      target,
      request: currentRequest(),
      messageHandlers: [],
      closeHandlers: [],
      send: (data, { metadata, buffers = [], answers } = {}) =>
        this.#send("message", id, { data, metadata, buffers, header: answers?.header }),
      close: (data = {}) => {
        if (this.#open.delete(id)) this.#send("close", id, { data, buffers: [] })
      },
      onMessage: (handler) => void comm.messageHandlers.push(handler),
      onClose: (handler) => void comm.closeHandlers.push(handler),
    }
    this.#open.set(id, comm)
    return comm
  }

  #send(
    event: CommEvent["event"],
    comm: string,
    fields: Pick<CommEvent, "data" | "buffers"> & Partial<Pick<CommEvent, "target" | "metadata" | "header">>,
  ): void {
    this.#post({ type: "comm", event, id: currentRequest(), comm, ...fields })
  }
}

interface OpenComm extends Comm {
  /** The request that made it. */
  readonly request: number
  messageHandlers: ((message: CommMessage) => void)[]
  closeHandlers: (() => void)[]
}
