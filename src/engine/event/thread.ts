import { parentPort, workerData } from "node:worker_threads"
import { control, controlWords } from "./control.js"
import { JobThread, type ThreadStart } from "./job.js"

// A helper thread: sleeps until there is a job, takes shards of it, sleeps again. It ends with `terminate()`.
const start = workerData as ThreadStart
const thread = new JobThread(start)
const words = controlWords(start.memory)
try {
  for (let seen = 0; ; ) {
    Atomics.wait(words, control.job, seen)
    seen = Atomics.load(words, control.job)
    thread.work()
  }
} catch (error) {
  Atomics.store(words, control.failed, 1)
  Atomics.notify(words, control.done)
  parentPort?.postMessage(String(error))
}
