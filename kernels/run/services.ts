import type { MimeBundle } from "../../src/display/index.js"
import type { Shown } from "./messages.js"

/** What the helpers of cells need from the thread that runs them. */
export interface Services {
  /** Leaves something for the front end's pager. */
  page(shown: Shown): void
  /** The name under which cells see a value of the library, or their own. */
  nameOf(value: unknown): string | undefined
  /** What is written about a name. */
  document(name: string): Promise<MimeBundle>
}

let current: Services | undefined

export function provideServices(services: Services): void {
  current = services
}

export function services(): Services {
  if (!current) throw new Error("this works in a notebook only")
  return current
}
