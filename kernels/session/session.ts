import type { Language } from "../language/language.js"
import type {
  ErrorContent,
  ExecuteReply,
  ExecuteRequest,
  ExpressionReply,
  Json,
  Message,
} from "../protocol/messages.js"
import type { KernelServer, Session } from "../protocol/server.js"
import type { CellToRun, FromRun, Outcome } from "../run/messages.js"
import { Channels } from "./channels.js"
import { answerChdir } from "./chdir.js"
import { habit } from "./habits.js"
import { History } from "./history.js"
import { problemContent } from "./problem-content.js"
import { signalChildren } from "./processes.js"
import { Requests } from "./requests.js"
import { RunThread } from "./run-thread.js"
import { Streams } from "./streams.js"
import { Tidy } from "./tidy.js"

/** How long an interrupted cell may take to end before its thread is replaced (ms). */
const patience = 3000

/** After an error, what was sent before its answer counts as waiting behind it (ms). */
const settling = 20

type Execute = Message<ExecuteRequest>

/** One notebook's run: cells one after another, and all that happens beside them. */
export class NotebookSession implements Session {
  readonly #language: () => Language
  readonly #server: KernelServer
  readonly #directory: string
  readonly #history = new History()
  readonly #requests = new Requests()
  readonly #streams: Streams
  readonly #channels: Channels
  readonly #waiting: Execute[] = []
  readonly #tidy = new Tidy()
  #thread: RunThread
  #count = 0
  #running: { request: Execute; id: number } | undefined
  #patience: NodeJS.Timeout | undefined

  constructor(language: () => Language, server: KernelServer, directory: string) {
    this.#language = language
    this.#server = server
    this.#directory = directory
    this.#channels = new Channels(server)
    this.#streams = new Streams((id, name, text) => {
      this.#server.publish("stream", { name, text }, this.#requests.get(id))
    })
    this.#thread = this.#start()
  }

  get running(): Execute | undefined {
    return this.#running?.request
  }

  execute(request: Execute): void {
    this.#waiting.push(request)
    if (!this.#running) void this.#work()
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const request = this.#waiting.shift()!
      const id = this.#requests.addCell(request)
      this.#running = { request, id }
      this.#server.status("busy", request)
      const reply = await this.#answer(request, id).catch((error): ExecuteReply => this.#internal(error))
      clearTimeout(this.#patience)
      this.#patience = undefined
      const abort = reply.status === "error" && request.content.stop_on_error !== false
      if (abort) await new Promise((resolve) => setTimeout(resolve, settling))
      this.#streams.flush()
      this.#server.reply("shell", request, "execute_reply", reply)
      this.#running = undefined
      this.#server.status("idle", request)
      if (abort) for (const waiting of this.#waiting.splice(0)) this.#abort(waiting)
      // After the answer has left: nobody waits for it.
      await new Promise((resolve) => setImmediate(resolve))
      this.#tidy.now()
    }
  }

  #abort(request: Execute): void {
    this.#server.status("busy", request)
    // Without a count, as ipykernel does: the front end would write it beside a cell that has not run.
    this.#server.reply("shell", request, "execute_reply", { status: "aborted" })
    this.#server.status("idle", request)
  }

  async #answer(request: Execute, id: number): Promise<ExecuteReply> {
    const { code, silent = false, store_history = !silent } = request.content
    if (!silent && store_history) this.#count++
    const count = this.#count
    if (!silent) this.#server.publish("execute_input", { code, execution_count: count }, request)
    if (!silent && store_history) this.#history.add(count, code)

    const outcome = await this.#run(request, id, silent ? `silent cell ${id}` : `cell ${count}`)
    this.#streams.flush()
    const expressions = outcome.status === "ok" ? await this.#expressions(request) : {}
    if (outcome.status === "error") {
      if (!silent) this.#server.publish("error", outcome.error, request)
      return {
        status: "error",
        execution_count: count,
        payload: outcome.payload,
        user_expressions: {},
        ...outcome.error,
      }
    }
    if (outcome.result && !silent) {
      this.#history.result(count, String(outcome.result.data["text/plain"]))
      this.#server.publish("execute_result", { execution_count: count, ...outcome.result }, request)
    }
    return { status: "ok", execution_count: count, payload: outcome.payload, user_expressions: expressions }
  }

  async #run(request: Execute, id: number, name: string): Promise<Outcome> {
    const { code, allow_stdin: allowStdin = false } = request.content
    if (code.trim() === "") return { status: "ok", payload: [] }
    if (this.#patience) return failed(interrupted)
    const language = this.#language()
    const converted = language.convert(code)
    if ("problems" in converted) return failed(habit(code) ?? problemContent(converted.problems, code))
    const cell: CellToRun = { id, name, source: code, allowStdin, ...converted }
    // The declarations are worked out while the cell runs.
    const running = this.#thread.run("cell", cell)
    language.commit()
    const outcome = await running
    if (outcome.status === "error") language.forget(outcome.missing)
    return outcome
  }

  async #expressions(request: Execute): Promise<{ [name: string]: ExpressionReply }> {
    const replies: { [name: string]: ExpressionReply } = {}
    for (const [name, code] of Object.entries(request.content.user_expressions ?? {})) {
      replies[name] = await this.#expression(request, name, code)
    }
    return replies
  }

  async #expression(request: Execute, name: string, code: string): Promise<ExpressionReply> {
    const converted = this.#language().convert(code)
    if ("problems" in converted) return { status: "error", ...problemContent(converted.problems, code) }
    const id = this.#requests.addMessage(request)
    const cell: CellToRun = { id, name: `expression ${name}`, source: code, allowStdin: false, ...converted }
    const outcome = await this.#thread.run("expression", cell)
    return outcome.status === "ok"
      ? { status: "ok", data: {}, metadata: {}, ...outcome.result }
      : { status: "error", ...outcome.error }
  }

  /** Ends what runs, keeping variables if it ends soon, and without them if not. */
  interrupt(): void {
    this.#thread.interrupt()
    signalChildren("SIGINT")
    if (!this.#running || this.#patience) return
    this.#patience = setTimeout(
      () => {
        signalChildren("SIGTERM")
        this.#patience = setTimeout(() => {
          this.#replace(`after an interrupt the cell did not stop within ${patience / 1000} s, so its thread was ended`)
        }, patience / 3)
      },
      (patience * 2) / 3,
    )
  }

  history(content: Json): Json {
    return this.#history.find(content as never) as never
  }

  input(value: string): void {
    this.#thread.post({ type: "input", value })
  }

  comm(request: Message): void {
    this.#thread.post(this.#channels.fromPage(request, () => this.#requests.addMessage(request)))
  }

  commInfo(target: string | undefined): Json {
    return this.#channels.info(target)
  }

  async close(): Promise<void> {
    signalChildren("SIGKILL")
    await this.#thread.end("the kernel was shut down")
  }

  #start(): RunThread {
    return new RunThread(
      this.#directory,
      (message) => this.#receive(message),
      (reason) => {
        if (!this.#running)
          this.#tell(`The thread that runs cells is gone: ${reason}. All variables are gone; run the cells again.\n`)
        this.#restart()
      },
    )
  }

  #replace(reason: string): void {
    void this.#thread.end(reason)
    signalChildren("SIGKILL")
    this.#restart()
  }

  /** A fresh thread knows no variables, so the compiler must forget them too; the page's channels lead nowhere. */
  #restart(): void {
    this.#thread = this.#start()
    this.#language().reset()
    this.#channels.closeAll(this.running)
  }

  #tell(text: string): void {
    this.#server.publish("stream", { name: "stderr", text }, this.#requests.latest)
  }

  #receive(message: FromRun): void {
    if (message.type === "stream") {
      if (!this.#silent(message.id)) this.#streams.add(message.id, message.name, message.text)
      return
    }
    if (message.type === "ready" || message.type === "alive" || message.type === "done") return
    if (message.type === "chdir") {
      answerChdir(message)
      return
    }
    if (message.type === "document") {
      const bundle = this.#language().document(message.name)
      this.#thread.post({ type: "answer", question: message.question, answer: bundle })
      return
    }
    if (message.type === "module") {
      const answer = this.#language().module(message.path)
      this.#thread.post({ type: "answer", question: message.question, answer })
      return
    }
    this.#streams.flush()
    const parent = this.#requests.get(message.id)
    if (message.type === "comm") this.#channels.toPage(message, parent)
    else if (message.type === "input") {
      const { prompt, password } = message
      if (this.#running) this.#server.reply("stdin", this.#running.request, "input_request", { prompt, password })
    } else if (this.#silent(message.id)) return
    else if (message.type === "clear") this.#server.publish("clear_output", { wait: message.wait }, parent)
    else {
      const content = { ...message.shown, transient: { display_id: message.display } }
      // Tools that run notebooks without a page hear only what belongs to the running cell; an update finds its place
      // by its id alone.
      if (message.update) this.#server.publish("update_display_data", content, this.running ?? parent)
      else this.#server.publish("display_data", content, parent)
    }
  }

  #silent(id: number): boolean {
    return this.#running?.id === id && this.#running.request.content.silent === true
  }

  #internal(error: unknown): ExecuteReply {
    console.error(error)
    const content: ErrorContent = {
      ename: "KernelError",
      evalue: `The kernel itself failed on this cell: ${error instanceof Error ? error.message : error}`,
      traceback: [],
    }
    content.traceback = [`${content.ename}: ${content.evalue}`]
    if (this.#running) this.#server.publish("error", content, this.#running.request)
    return { status: "error", execution_count: this.#count, payload: [], user_expressions: {}, ...content }
  }
}

const interrupted: ErrorContent = {
  ename: "KeyboardInterrupt",
  evalue: "The cell was interrupted before it began.",
  traceback: ["\u001b[31mKeyboardInterrupt\u001b[39m: The cell was interrupted before it began."],
}

function failed(error: ErrorContent): Outcome {
  return { status: "error", error, missing: [], payload: [] }
}
