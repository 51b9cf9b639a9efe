import type { HistoryRequest } from "../protocol/messages.js"

interface Entry {
  line: number
  source: string
  output: string | undefined
}

type Row = [session: number, line: number, source: string | [string, string | null]]

/** So many cells are remembered. */
const limit = 10_000

/** What was run in this session, as consoles and front ends ask for it. */
export class History {
  readonly #entries: Entry[] = []
  readonly #session = 1

  add(line: number, source: string): void {
    this.#entries.push({ line, source, output: undefined })
    if (this.#entries.length > limit) this.#entries.shift()
  }

  /** Notes the result of the cell added last. */
  result(line: number, output: string): void {
    const entry = this.#entries.at(-1)
    if (entry?.line === line) entry.output = output
  }

  find(request: HistoryRequest): { status: "ok"; history: Row[] } {
    return { status: "ok", history: this.#select(request).map((entry) => this.#row(entry, request.output === true)) }
  }

  #select(request: HistoryRequest): Entry[] {
    const { hist_access_type: type, n } = request
    if (type === "tail") return n === undefined ? this.#entries : this.#entries.slice(-Math.max(1, n))
    if (type === "range") {
      const own = request.session === undefined || request.session === 0 || request.session === this.#session
      const { start = 1, stop } = request
      return own ? this.#entries.filter(({ line }) => line >= start && (stop == null || line < stop)) : []
    }
    const pattern = glob(request.pattern ?? "*")
    let found = this.#entries.filter(({ source }) => pattern.test(source))
    if (request.unique) found = [...new Map(found.map((entry) => [entry.source, entry])).values()]
    return n === undefined || n === null ? found : found.slice(-n)
  }

  #row({ line, source, output }: Entry, withOutput: boolean): Row {
    return [this.#session, line, withOutput ? [source, output ?? null] : source]
  }
}

/** A pattern with `*` and `?`, as IPython takes it. */
function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&")
  return new RegExp(`^${escaped.replace(/\*/g, "[\\s\\S]*").replace(/\?/g, "[\\s\\S]")}$`)
}
