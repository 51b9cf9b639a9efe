import { setImmediate, setTimeout } from "node:timers/promises"
import type { Worker } from "node:worker_threads"

/**
 * Looks for a while whether a thread waits in its event loop: then it is not caught in code, and hears the next message as soon as it
 * gets time of a processor, however late that is on a busy machine. What has come from it meanwhile has been heard when this ends.
 *
 * @param time for how long (ms)
 */
export async function isWaiting(worker: Worker, time: number): Promise<boolean> {
  const before = worker.performance.eventLoopUtilization()
  await setTimeout(time)
  const { utilization } = worker.performance.eventLoopUtilization(before)
  // timers run before messages of the same turn
  await setImmediate()
  return utilization < 0.5
}
