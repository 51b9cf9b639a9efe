import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Dealer, Subscriber } from "zeromq"
import { kernelSpec } from "../../kernels/index.js"
import type { Header, Message } from "../../kernels/protocol/messages.js"
import { Wire } from "../../kernels/protocol/wire.js"

export type Content = { [key: string]: unknown }
export type Received = Message<Content> & { header: Header }

const kernelMain = fileURLToPath(new URL("../../kernels/main.js", import.meta.url))

type Sockets = { shell: Dealer; control: Dealer; stdin: Dealer; iopub: Subscriber }

/** A front end made for tests: it starts a kernel and speaks the wire protocol with it. */
export class Client {
  readonly directory: string
  readonly key: string
  readonly #process: ChildProcess
  /** Settles when the process has ended. */
  readonly exited: Promise<undefined>
  readonly #wire: Wire
  readonly #sockets: Sockets
  readonly #replies = new Map<string, (reply: Received) => void>()
  readonly #watchers = new Set<(message: Received) => void>()
  /** Everything the kernel published, in order. */
  readonly published: Received[] = []
  /** What the kernel itself complained of. */
  complaints = ""
  /** Answers what a cell asks; nothing leaves the question open. */
  onInput: (request: Received) => string | undefined = () => undefined

  private constructor(child: ChildProcess, directory: string, key: string, sockets: Sockets) {
    this.#process = child
    this.exited = new Promise((resolve) => child.once("exit", () => resolve(undefined)))
    this.directory = directory
    this.key = key
    this.#wire = new Wire({ key })
    this.#sockets = sockets
    child.stderr?.on("data", (chunk) => {
      this.complaints += chunk
    })
    void this.#listen(sockets.shell, (message) => this.#reply(message))
    void this.#listen(sockets.control, (message) => this.#reply(message))
    void this.#listen(sockets.stdin, (message) => {
      const value = this.onInput(message)
      if (value !== undefined) this.send("stdin", "input_reply", { value }, message)
    })
    void this.#listen(sockets.iopub, (message) => {
      this.published.push(message)
      for (const watcher of this.#watchers) watcher(message)
    })
  }

  /** Starts our kernel in a folder of its own, which holds `files`, and waits until nothing it publishes is lost. */
  static async start(files: { [name: string]: string } = {}, env: NodeJS.ProcessEnv = {}): Promise<Client> {
    for (let tries = 1; ; tries++) {
      const client = await Client.launch([process.execPath, kernelMain, "{connection_file}"], files, env)
      const welcomed = client.#next((message) => message.header.msg_type === "iopub_welcome", 60_000)
      const outcome = await Promise.race([welcomed, client.exited]).catch((error: Error) => error)
      if (outcome && !(outcome instanceof Error)) return client
      client.kill()
      welcomed.catch(() => {})
      // Another program may have taken a port since it was found free.
      if (!/cannot listen/.test(client.complaints) || tries === 3) {
        throw new Error(`the kernel did not welcome its front end: ${client.complaints}`)
      }
    }
  }

  /** Launches a kernel by the `argv` of its kernelspec, without waiting. */
  static async launch(
    argv: string[],
    files: { [name: string]: string } = {},
    env: NodeJS.ProcessEnv = {},
  ): Promise<Client> {
    const directory = mkdtempSync(join(tmpdir(), "spiketime-kernel-"))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
    const [shell, iopub, stdin, control, hb] = (await freePorts(5)) as [number, number, number, number, number]
    const key = randomUUID()
    const connection = join(directory, "connection.json")
    const ports = { shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control, hb_port: hb }
    const info = { transport: "tcp", ip: "127.0.0.1", key, signature_scheme: "hmac-sha256", ...ports }
    writeFileSync(connection, JSON.stringify(info))
    const [program, ...args] = argv.map((part) => (part === "{connection_file}" ? connection : part))
    const child = spawn(program!, args, {
      cwd: directory,
      env: { ...process.env, ...kernelSpec().env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    })
    const sockets = {
      shell: new Dealer({ routingId: key, linger: 0 }),
      control: new Dealer({ routingId: key, linger: 0 }),
      stdin: new Dealer({ routingId: key, linger: 0 }),
      iopub: new Subscriber({ linger: 0 }),
    }
    for (const [name, socket] of Object.entries(sockets)) {
      socket.connect(`tcp://127.0.0.1:${ports[`${name}_port` as keyof typeof ports]}`)
    }
    sockets.iopub.subscribe("")
    return new Client(child, directory, key, sockets)
  }

  get pid(): number {
    return this.#process.pid!
  }

  /** Sends one message. */
  send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: Content,
    parent?: Received,
    { buffers, metadata, wire = this.#wire }: { buffers?: Uint8Array[]; metadata?: Content; wire?: Wire } = {},
  ): Header {
    const frames = wire.pack({ type, content, parent, buffers, metadata })
    void this.#sockets[channel].send(frames)
    return JSON.parse(String(frames[2])) as Header
  }

  /** Sends a request and waits for its reply. */
  request(channel: "shell" | "control", type: string, content: Content = {}, timeout = 15_000): Promise<Received> {
    const { msg_id } = this.send(channel, type, content)
    return within(timeout, `no reply to ${type}`, (resolve) => this.#replies.set(msg_id, resolve))
  }

  /** Runs a cell: its reply, and all that was published for it up to its end. */
  async execute(code: string, options: Content = {}): Promise<Run> {
    const run = this.begin(code, options)
    return run.done
  }

  /** Begins to run a cell. */
  begin(code: string, options: Content = {}): { header: Header; done: Promise<Run>; messages: Received[] } {
    const messages: Received[] = []
    const content = { code, silent: false, store_history: true, allow_stdin: true, stop_on_error: true, ...options }
    const header = this.send("shell", "execute_request", content)
    const idle = this.#next((message) => {
      if ((message.parent as Header).msg_id !== header.msg_id) return false
      messages.push(message)
      return message.header.msg_type === "status" && message.content.execution_state === "idle"
    })
    const reply = within<Received>(30_000, `no reply to the cell ${JSON.stringify(code.slice(0, 80))}`, (resolve) => {
      this.#replies.set(header.msg_id, resolve)
    })
    const done = Promise.all([reply, idle]).then(([answer]) => new Run(answer, messages))
    return { header, done, messages }
  }

  /** The next published message that fits. */
  next(fits: (message: Received) => boolean, timeout = 15_000): Promise<Received> {
    return this.#next(fits, timeout)
  }

  #next(fits: (message: Received) => boolean, timeout = 30_000): Promise<Received> {
    return within(timeout, "a message that was waited for did not come", (resolve) => {
      const watcher = (message: Received) => {
        if (!fits(message)) return
        this.#watchers.delete(watcher)
        resolve(message)
      }
      this.#watchers.add(watcher)
    })
  }

  /** Ends the process that was started, without a word. */
  kill(): void {
    this.#process.kill("SIGKILL")
  }

  /** Ends the kernel as a front end does. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.send("control", "shutdown_request", { restart: false })
      const timer = setTimeout(() => this.#process.kill("SIGKILL"), 5000)
      await this.exited
      clearTimeout(timer)
    }
    for (const socket of Object.values(this.#sockets)) socket.close()
    rmSync(this.directory, { recursive: true, force: true })
  }

  async #listen(socket: AsyncIterable<Buffer[]>, receive: (message: Received) => void): Promise<void> {
    for await (const frames of socket) receive(this.#wire.unpack(frames) as Received)
  }

  #reply(message: Received): void {
    const { msg_id } = message.parent as Header
    this.#replies.get(msg_id)?.(message)
    this.#replies.delete(msg_id)
  }
}

/** What came of a cell. */
export class Run {
  readonly reply: Content
  readonly message: Received
  readonly messages: Received[]

  constructor(reply: Received, messages: Received[]) {
    this.message = reply
    this.reply = reply.content
    this.messages = messages
  }

  of(type: string): Content[] {
    return this.messages.filter((message) => message.header.msg_type === type).map(({ content }) => content)
  }

  get types(): string[] {
    return this.messages.map((message) => message.header.msg_type)
  }

  /** The text of the cell's last value. */
  get text(): unknown {
    return (this.of("execute_result")[0]?.data as Content | undefined)?.["text/plain"]
  }

  /** What was printed, without colours. */
  printed(name = "stdout"): string {
    return this.of("stream")
      .filter((content) => content.name === name)
      .map((content) => content.text)
      .join("")
  }

  /** The traceback without colours. */
  get traceback(): string {
    return plain((this.reply.traceback as string[] | undefined)?.join("\n") ?? "")
  }
}

export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return text.replace(/\u001b\[\d+m/g, "")
}

function within<T>(timeout: number, complaint: string, begin: (resolve: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(complaint)), timeout)
    begin((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)))
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
