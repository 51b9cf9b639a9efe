import type { CommContent, Header, Json, Message } from "../protocol/messages.js"
import type { KernelServer } from "../protocol/server.js"
import type { FromRun, ToRun } from "../run/messages.js"

type ToPage = Extract<FromRun, { type: "comm" }>
type FromPage = Extract<ToRun, { type: "comm" }>

const events = { comm_open: "open", comm_msg: "message", comm_close: "close" } as const

/** The channels between the page and what cells have shown there (Jupyter's comms). */
export class Channels {
  readonly #server: KernelServer
  readonly #open = new Map<string, string>()

  constructor(server: KernelServer) {
    this.#server = server
  }

  /** A message of the page, as the thread that runs cells takes it; `id` tells under which number its output belongs. */
  fromPage(request: Message, id: () => number): FromPage {
    const { comm_id: comm, target_name: target, data = {} } = request.content as unknown as CommContent
    if (typeof comm !== "string") throw new Error(`${request.header.msg_type}: comm_id is missing`)
    const event = events[request.header.msg_type as keyof typeof events]
    if (event === "open") this.#open.set(comm, String(target))
    if (event === "close") this.#open.delete(comm)
    const buffers = request.buffers.map((buffer) => new Uint8Array(buffer))
    // Only what opens a channel has output of its own; thousands of moves of a slider must not crowd out the cells.
    const number = event === "open" ? id() : 0
    return {
      type: "comm",
      event,
      id: number,
      comm,
      target,
      data,
      metadata: request.metadata,
      buffers,
      header: request.header,
    }
  }

  toPage({ event, comm, target, data, metadata, buffers, header }: ToPage, parent: Message<unknown> | undefined): void {
    if (event === "open") this.#open.set(comm, String(target))
    if (event === "close") this.#open.delete(comm)
    const content = event === "open" ? { comm_id: comm, target_name: target, data } : { comm_id: comm, data }
    const type = event === "message" ? "comm_msg" : `comm_${event}`
    this.#server.publish(type, content, header ? { header: header as Header } : parent, { metadata, buffers })
  }

  info(target: string | undefined): Json {
    const asked = [...this.#open].filter(([, name]) => target === undefined || name === target)
    return { status: "ok", comms: Object.fromEntries(asked.map(([id, name]) => [id, { target_name: name }])) }
  }

  /** Tells the page that all channels lead nowhere now. */
  closeAll(parent: Message<unknown> | undefined): void {
    for (const comm of this.#open.keys()) this.#server.publish("comm_close", { comm_id: comm, data: {} }, parent)
    this.#open.clear()
  }
}
