import { displaySymbol, isDisplayable } from "./bundle.js"
import { currentKernel } from "./kernel.js"

/** Something on the page that can be replaced. */
export interface DisplayHandle {
  readonly id: string
  /** Shows `value` in place of what was shown. */
  update(value: unknown): void
}

/**
 * Shows a value now, before the cell ends. In a plain script its text is printed, and later updates are not.
 *
 * @param options.id shows it in place of what was shown under the same id
 */
export function display(value: unknown, { id }: { id?: string } = {}): DisplayHandle {
  const own = id ?? `spiketime-${crypto.randomUUID()}`
  const kernel = currentKernel()
  if (kernel) kernel.display(value, { id: own, update: false })
  else void print(value)
  return { id: own, update: (next) => kernel?.display(next, { id: own, update: true }) }
}

async function print(value: unknown): Promise<void> {
  if (!isDisplayable(value)) return console.log(value)
  const bundle = await value[displaySymbol]()
  if (typeof bundle["text/plain"] === "string") console.log(bundle["text/plain"])
}

/** Empties the running cell's output; with `wait`, only once something new is shown, which avoids flicker. */
export function clearOutput({ wait = false }: { wait?: boolean } = {}): void {
  currentKernel()?.clearOutput(wait)
}
