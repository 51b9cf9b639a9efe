import { SourceMap, type SourceMapPayload } from "node:module"
import { fileURLToPath } from "node:url"
import { productDirectory } from "../language/product.js"

/** A piece of generated code: how tracebacks call it, and its map to TypeScript. */
interface Source {
  name: string
  map: string
  text?: string
}

/** A place in a cell or in one of the user's files; lines and columns count from 1. */
export interface Place {
  name: string
  line: number
  column: number
}

const kernelFolder = `${productDirectory}/dist/kernels/`

/**
 * Makes every stack trace of this thread speak of the TypeScript that the user wrote, also where user code prints one,
 * and leaves out what belongs to the kernel and to Node.
 */
export class Traces {
  readonly #sources = new Map<string, Source>()
  readonly #maps = new Map<string, SourceMap>()

  constructor() {
    Error.prepareStackTrace = (error, sites) => this.#format(error, sites)
  }

  add(file: string, source: Source): void {
    this.#sources.set(file, source)
    this.#maps.delete(file)
  }

  /** The TypeScript of a cell or file that a trace names. */
  text(name: string): string | undefined {
    for (const source of this.#sources.values()) if (source.name === name) return source.text
    return undefined
  }

  #format(error: Error, sites: NodeJS.CallSite[]): string {
    const lines = sites.flatMap((site) => this.#line(site))
    return [title(error), ...lines].join("\n    at ")
  }

  #line(site: NodeJS.CallSite): string[] {
    const url = site.getFileName() ?? ""
    const file = url.startsWith("file:") ? fileURLToPath(url) : url
    if (file.startsWith("node:") || file.startsWith(kernelFolder)) return []
    const place = this.#place(file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0)
    if (!place) return [site.toString()]
    const who = functionName(site)
    const where = `${place.name}:${place.line}:${place.column}`
    return [who ? `${who} (${where})` : where]
  }

  #place(file: string, line: number, column: number): Place | undefined {
    const source = this.#sources.get(file)
    if (!source) return undefined
    let map = this.#maps.get(file)
    if (!map) {
      map = new SourceMap(JSON.parse(source.map) as SourceMapPayload)
      this.#maps.set(file, map)
    }
    const entry = map.findEntry(line - 1, column - 1)
    if (!("originalLine" in entry)) return { name: source.name, line, column }
    return { name: source.name, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
  }
}

function title(error: Error): string {
  try {
    const message = String(error.message)
    return message ? `${error.name}: ${message}` : String(error.name)
  } catch {
    return "Error"
  }
}

/** The function of a frame; nothing for the cell itself. */
function functionName(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName()
  if (!name || name === "__cell" || name === "execute") return undefined
  const type = site.getTypeName()
  const isMethod = type && type !== "Object" && type !== "Function" && site.getMethodName()
  return site.isConstructor() ? `new ${name}` : isMethod && !name.includes(".") ? `${type}.${name}` : name
}
