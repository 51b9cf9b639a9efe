import { XPublisher } from "zeromq"
import type { KernelHandler } from "./handler.js"
import type { ConnectionInfo, ExecuteRequest, Json, Message } from "./messages.js"
import { SendQueue } from "./send-queue.js"
import { ZmqServer } from "./tslab.js"
import { Wire } from "./wire.js"

export type Channel = "shell" | "control" | "stdin"
type Socket = InstanceType<typeof ZmqServer>["shell"]

/** What the server leaves to the session: everything that concerns running code. */
export interface Session {
  execute(request: Message<ExecuteRequest>): void
  interrupt(): void
  history(content: Json): Json
  input(value: string): void
  comm(request: Message): void
  commInfo(target: string | undefined): Json
  close(): Promise<void>
  /** The request whose cell runs now. */
  readonly running: Message<unknown> | undefined
}

/**
 * tslab's server, with what it lacks: sends queue up, wrong messages are refused without harm, output waits for
 * subscribers it has welcomed (XPUB), the control and input channels are served, and requests are answered while a
 * cell runs.
 */
export class KernelServer extends ZmqServer {
  readonly #handler: KernelHandler
  readonly #queues = new Map<object, SendQueue>()
  #wire!: Wire
  session!: Session
  /** Called when a front end has been told for the first time who this kernel is. */
  introduced: (() => void) | undefined

  constructor(handler: KernelHandler, connectionFile: string) {
    super(handler, connectionFile)
    this.#handler = handler
    // tslab makes a plain publisher, which does not learn of subscribers: the better one takes its place.
    let iopub: unknown
    Object.defineProperty(this, "iopub", {
      get: () => iopub,
      set: (plain: { close(): void }) => {
        plain.close()
        iopub = new XPublisher({ sendHighWaterMark: 0, linger: 1000 })
      },
    })
  }

  override async init(): Promise<void> {
    const started = super.init()
    this.#wire = new Wire(this.connInfo as ConnectionInfo)
    await started
    this.#listen(this.iopub as unknown as XPublisher, ([frame]) => this.#subscribed(frame!))
    this.#listen(this.stdin, (frames) => {
      const message = this.#unpack(frames)
      if (message?.header.msg_type === "input_reply") this.session.input(String(message.content.value ?? ""))
    })
  }

  /** Sends a message that all front ends see. */
  publish(
    type: string,
    content: object,
    parent: Pick<Message<unknown>, "header"> | undefined,
    extra: Partial<{ metadata: Json; buffers: Uint8Array[] }> = {},
  ): void {
    this.#send(this.iopub, this.#wire.pack({ type, content, parent, identities: [Buffer.from(type)], ...extra }))
  }

  status(state: "busy" | "idle" | "starting", parent?: Message<unknown>): void {
    this.publish("status", { execution_state: state }, parent)
  }

  /** Answers a request of the shell or control channel, or asks something of the one who made it (stdin). */
  reply(channel: Channel, request: Message<unknown>, type: string, content: object): void {
    this.#send(this[channel], this.#wire.pack({ type, content, parent: request, identities: request.identities }))
  }

  override async handleShellMessage(socket: Socket, ...frames: Buffer[]): Promise<void> {
    const request = this.#unpack(frames)
    if (!request) return
    if (request.header.msg_type === "execute_request") {
      this.session.execute(request as Message<unknown> as Message<ExecuteRequest>)
      return
    }
    const channel = (socket as unknown) === this.control ? "control" : "shell"
    this.status("busy", request)
    try {
      this.#answer(channel, request)
    } finally {
      this.status("idle", request)
      // The front end shows what it heard last, and a cell may be running still.
      if (this.session.running) this.status("busy", this.session.running)
    }
    if (request.header.msg_type === "kernel_info_request") {
      this.introduced?.()
      this.introduced = undefined
    }
    if (request.header.msg_type === "shutdown_request") await this.shutdown()
  }

  #answer(channel: Channel, request: Message): void {
    const type = request.header.msg_type
    const replyType = type.replace(/_request$/, "_reply")
    try {
      const content = this.#content(type, request)
      if (content) this.reply(channel, request, replyType, content)
    } catch (error) {
      const { name, message, stack } = error as Error
      console.error(`${type}: ${stack}`)
      const content = { status: "error", ename: name, evalue: message, traceback: [] }
      if (replyType !== type) this.reply(channel, request, replyType, content)
    }
  }

  #content(type: string, request: Message): object | undefined {
    const content = request.content as never
    switch (type) {
      case "kernel_info_request":
        return this.#handler.handleKernel()
      case "is_complete_request":
        return this.#handler.handleIsComplete(content)
      case "complete_request":
        return this.#handler.handleComplete(content)
      case "inspect_request":
        return this.#handler.handleInspect(content)
      case "history_request":
        return this.session.history(content)
      case "interrupt_request":
        this.session.interrupt()
        return { status: "ok" }
      case "shutdown_request":
        return this.#handler.handleShutdown(content)
      case "comm_info_request":
        return this.session.commInfo((request.content as { target_name?: string }).target_name)
      case "comm_open":
      case "comm_msg":
      case "comm_close":
        this.session.comm(request)
        return undefined
      default:
        throw new Error(`this kernel does not know the message "${type}"`)
    }
  }

  /** Sends what waits, then ends the process. */
  async shutdown(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.drained()))
    await this.session.close()
    this.close()
    setTimeout(() => process.exit(0), 200).unref()
  }

  #send(socket: object, frames: (Buffer | Uint8Array | string)[]): void {
    let queue = this.#queues.get(socket)
    if (!queue) {
      queue = new SendQueue(socket as never)
      this.#queues.set(socket, queue)
    }
    queue.send(frames)
  }

  #unpack(frames: Buffer[]): Message | undefined {
    try {
      return this.#wire.unpack(frames)
    } catch (error) {
      console.error((error as Error).message)
      return undefined
    }
  }

  /** Welcomes a new subscriber, who then knows that nothing of what follows is lost. */
  #subscribed(frame: Buffer): void {
    if (frame[0] !== 1) return
    const topic = frame.subarray(1)
    const content = { subscription: topic.toString() }
    this.#send(this.iopub, this.#wire.pack({ type: "iopub_welcome", content, identities: [topic] }))
  }

  async #listen(socket: AsyncIterable<Buffer[]>, receive: (frames: Buffer[]) => void): Promise<void> {
    for await (const frames of socket) receive(frames)
  }
}
