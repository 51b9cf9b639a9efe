import { AsyncLocalStorage } from "node:async_hooks"

/** Which request the running code belongs to, also later, in its timers and promises. */
const storage = new AsyncLocalStorage<number>()
let latest = 0

/** Runs `task` as a part of request `id`. */
export function within<T>(id: number, task: () => T): T {
  latest = id
  return storage.run(id, task)
}

/** The request that the running code belongs to; the latest one where that is not known. */
export function currentRequest(): number {
  return storage.getStore() ?? latest
}
