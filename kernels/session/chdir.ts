import type { FromRun } from "../run/messages.js"

/** Changes the process's folder for a cell, and tells it how that went. */
export function answerChdir({ path, done, port }: Extract<FromRun, { type: "chdir" }>): void {
  let failure: string | undefined
  try {
    process.chdir(path)
  } catch (error) {
    failure = (error as Error).message
  }
  port.postMessage({ failure })
  port.close()
  Atomics.store(done, 0, 1)
  Atomics.notify(done, 0)
}
