/**
 * Which request the running code belongs to: that of the latest cell, unless a timer or an await of an earlier one
 * goes on. AsyncLocalStorage would tell more, but with it Node aborts when code is broken off by an interrupt.
 */
let latest = 0
let current: number | undefined

/** Errors that were thrown in the timers of a request. */
const owners = new WeakMap<object, number>()

/** Begins request `id`. */
export function begin(id: number): void {
  latest = id
  current = undefined
}

/** The request that the running code belongs to. */
export function currentRequest(): number {
  return current ?? latest
}

/** The request in whose timer `error` was thrown, if that is known. */
export function ownerOf(error: unknown): number | undefined {
  return typeof error === "object" && error !== null ? owners.get(error) : undefined
}

/** Runs `task` as a part of request `id`. */
export function within<T>(id: number, task: () => T): T {
  const before = current
  current = id
  try {
    return task()
  } catch (error) {
    if (typeof error === "object" && error !== null) owners.set(error, id)
    throw error
  } finally {
    current = before
  }
}

/** Goes on as a part of request `id`, up to the next await. */
export function resume(id: number): void {
  if (id === latest) {
    current = undefined
    return
  }
  current = id
  queueMicrotask(() => {
    if (current === id) current = undefined
  })
}

type Timer = (callback: (...args: unknown[]) => void, ...rest: unknown[]) => unknown

/** Makes timers remember the request that set them. */
export function followTimers(): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) {
    const native = globalThis[name] as unknown as Timer
    const following: Timer = (callback, ...rest) => {
      const id = currentRequest()
      const wrapped =
        typeof callback === "function" ? (...args: unknown[]) => within(id, () => callback(...args)) : callback
      return native(wrapped, ...rest)
    }
    // `util.promisify(setTimeout)` looks for symbols.
    Object.defineProperties(following, Object.getOwnPropertyDescriptors(native))
    globalThis[name] = following as never
  }
}
