import { fitting } from "../language/completion.js"
import type { Language } from "../language/language.js"
import { toPoints, toUnits } from "../language/offsets.js"
import { type Json, protocolVersion } from "./messages.js"
import { JupyterHandlerImpl, typescript } from "./tslab.js"

interface At {
  code: string
  cursor_pos: number
}

type Completeness = "complete" | "incomplete" | "invalid" | "unknown"

/** What tslab does not count as unfinished: a template or a comment whose end is missing (TS1160, TS1010). */
const unfinished = new Set([1160, 1010])

/** tslab's answers about code, on our compiler, in Jupyter's code points, with what protocol 5.4 adds. */
export class KernelHandler extends JupyterHandlerImpl {
  readonly #language: () => Language
  readonly #version: string

  /** @param language given when it is first needed: a kernel answers who it is before it has read all types */
  constructor(language: () => Language, version: string) {
    const executor = {
      inspect: (code: string, position: number) => language().inspect(code, toUnits(code, position)),
      close: () => {},
    }
    super(executor as never, false)
    this.#language = language
    this.#version = version
  }

  override handleKernel() {
    const info = super.handleKernel()
    return {
      ...info,
      status: "ok",
      protocol_version: protocolVersion,
      implementation: "spiketime",
      implementation_version: this.#version,
      language_info: { ...info.language_info, version: typescript.version, nbconvert_exporter: "script" },
      banner: `spiketime ${this.#version}, TypeScript ${typescript.version}, Node ${process.version}`,
      debugger: false,
      supported_features: [],
      help_links: [
        { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
        { text: "Node", url: "https://nodejs.org/docs/latest-v20.x/api/" },
      ] as unknown as [{ text: string; url: string }],
    }
  }

  override handleComplete({ code, cursor_pos }: At) {
    const position = toUnits(code, cursor_pos)
    const { start, end, found } = fitting(this.#language().complete(code, position), code, position)
    const range = { start: toPoints(code, start), end: toPoints(code, end) }
    const metadata: Json = {
      _jupyter_types_experimental: found.map(({ name, kind }) => ({ text: name, type: kind, ...range })),
    }
    return {
      status: "ok" as const,
      matches: found.map(({ name }) => name),
      cursor_start: range.start,
      cursor_end: range.end,
      metadata: metadata as { [key: string]: never },
    }
  }

  override handleIsComplete({ code }: { code: string }): { status: Completeness; indent?: string } {
    const reply = super.handleIsComplete({ code })
    if (reply.status !== "complete") return reply
    const source = typescript.createSourceFile("cell.ts", code, typescript.ScriptTarget.Latest)
    const { parseDiagnostics } = source as unknown as { parseDiagnostics: { code: number }[] }
    if (parseDiagnostics.some((diagnostic) => unfinished.has(diagnostic.code)))
      return { status: "incomplete", indent: "" }
    return { status: parseDiagnostics.length > 0 ? "invalid" : "complete" }
  }

  override handleShutdown({ restart }: { restart: boolean }) {
    return { ...super.handleShutdown({ restart }), status: "ok", restart }
  }
}
