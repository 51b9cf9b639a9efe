import { Session } from "node:inspector"
import type { Worker } from "node:worker_threads"

/**
 * Breaks off the code that a thread runs right now, whatever it is: a loop in a library, a regular expression,
 * `Atomics.wait`. Only V8's debugger can do that and leave the thread and its variables alive.
 */
export async function breakOff(worker: Worker): Promise<void> {
  const session = new Session()
  session.connect()
  try {
    const attached = new Promise<string>((resolve) => {
      session.on("NodeWorker.attachedToWorker", ({ params }) => {
        // The debugger numbers its sessions; the thread's own number stands in its title only.
        if (new RegExp(`\\[worker ${worker.threadId}\\]`).test(params.workerInfo.title)) resolve(params.sessionId)
      })
    })
    await post(session, "NodeWorker.enable", { waitForDebuggerOnStart: false })
    const sessionId = await attached
    const obeyed = new Promise<void>((resolve) => {
      session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
        if (params.sessionId === sessionId) resolve()
      })
    })
    const message = JSON.stringify({ id: 1, method: "Runtime.terminateExecution" })
    await post(session, "NodeWorker.sendMessageToWorker", { sessionId, message })
    await obeyed
    await post(session, "NodeWorker.disable", undefined)
  } finally {
    session.disconnect()
  }
}

function post(session: Session, method: string, params: object | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error: Error | null) => (error ? reject(error) : resolve()))
  })
}
