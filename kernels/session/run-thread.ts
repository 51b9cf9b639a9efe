import { setTimeout } from "node:timers/promises"
import { SHARE_ENV, Worker } from "node:worker_threads"
import type { CellToRun, FromRun, Outcome, RunData, ToRun } from "../run/messages.js"
import { breakOff } from "./terminate.js"
import { isWaiting } from "./waiting.js"

/** A thread that has not heard an interrupt for so long, and does not wait for messages, is caught in code that cannot hear (ms). */
const deafness = 700
/** The last part of it, in which the thread is looked at (ms). */
const look = 50

/** The kernel's own use of new features of Node is no news to its user. */
const quiet = ["--disable-warning=ExperimentalWarning"]

/** The thread that runs cells, as the other one sees it. */
export class RunThread {
  readonly #worker: Worker
  readonly #flag = new Int32Array(new SharedArrayBuffer(4))
  readonly #ready: Promise<void>
  readonly #waiting = new Map<number, { cell: CellToRun; resolve: (outcome: Outcome) => void }>()
  readonly #gone = deferred()
  #ended = false
  #heard = true
  #started = false

  /** @param ended is told why, when the thread ends by itself */
  constructor(directory: string, receive: (message: FromRun) => void, ended: (reason: string) => void) {
    const workerData: RunData = { directory, flag: this.#flag }
    this.#worker = new Worker(new URL("../run/worker.js", import.meta.url), {
      workerData,
      env: SHARE_ENV,
      execArgv: quiet,
    })
    let failure = ""
    this.#ready = new Promise((resolve) => {
      this.#worker.on("message", (message: FromRun) => {
        if (message.type === "ready") {
          this.#started = true
          resolve()
        } else if (message.type === "alive") this.#heard = true
        // What was printed before the end travels the same way, so it is here already.
        else if (message.type === "done") this.#settle(message.id, message.outcome)
        else receive(message)
      })
    })
    this.#worker.on("error", (error: Error & { code?: string }) => {
      failure = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "it ran out of memory" : `${error.name}: ${error.message}`
    })
    this.#worker.on("exit", (code) => {
      if (this.#ended) return
      this.#ended = true
      const reason = failure || `it ended itself with exit code ${code}`
      this.#abandon(reason)
      ended(reason)
    })
  }

  /** Runs a cell, or an expression beside it. */
  async run(type: "cell" | "expression", cell: CellToRun): Promise<Outcome> {
    await Promise.race([this.#ready, this.#gone.promise])
    if (this.#ended) return lost("it ended before this cell")
    Atomics.store(this.#flag, 0, 0)
    const outcome = new Promise<Outcome>((resolve) => this.#waiting.set(cell.id, { cell, resolve }))
    this.post({ type, cell } as ToRun)
    return outcome
  }

  post(message: ToRun): void {
    this.#worker.postMessage(message)
  }

  /**
   * Asks the running cell to end: by the flag that its loops look at and by a message. If it is caught in code that
   * looks at neither, that code is broken off; variables are kept.
   */
  interrupt(): void {
    Atomics.store(this.#flag, 0, 1)
    Atomics.notify(this.#flag, 0)
    this.#heard = false
    this.post({ type: "interrupt" })
    void this.#breakOffIfDeaf()
  }

  async #breakOffIfDeaf(): Promise<void> {
    let waits = true
    while (waits && !this.#heard && !this.#ended) {
      await setTimeout(deafness - look)
      waits = await isWaiting(this.#worker, look)
    }
    if (!this.#heard && !this.#ended && this.#started) await this.#breakOff()
  }

  async #breakOff(): Promise<void> {
    const cells = [...this.#waiting.values()].map(({ cell }) => cell)
    await breakOff(this.#worker)
    // A cell whose code was broken off does not report its end itself; one that ended in order has reported it by then.
    for (const { id, declares } of cells) this.post({ type: "broken", id, declares })
  }

  #settle(id: number, outcome: Outcome): void {
    this.#waiting.get(id)?.resolve(outcome)
    this.#waiting.delete(id)
  }

  /** Ends the thread, whatever it does. Its cell, if one runs, ends with an error that says `reason`. */
  async end(reason: string): Promise<void> {
    this.#ended = true
    this.#abandon(reason)
    await this.#worker.terminate()
  }

  #abandon(reason: string): void {
    this.#gone.resolve()
    for (const { resolve } of this.#waiting.values()) resolve(lost(reason))
    this.#waiting.clear()
  }
}

/** How a cell ends whose thread is gone, and with it all variables. */
function lost(reason: string): Outcome {
  const evalue = `The thread that runs cells is gone: ${reason}. All variables are gone with it; run the cells above again.`
  return {
    status: "error",
    error: { ename: "SessionLost", evalue, traceback: [`\u001b[31mSessionLost\u001b[39m: ${evalue}`] },
    missing: [],
    payload: [],
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
