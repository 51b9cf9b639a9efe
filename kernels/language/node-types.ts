import { dirname, join } from "node:path"
import { typeRoot } from "./product.js"

const folder = join(typeRoot(), "node")

/**
 * Parts of Node's types that few notebooks touch, and that make up half of all types a kernel would read at its start.
 * They are read when something imports them; until then the few places where other types mention them are `any`.
 */
const seldom = new Map<string, string>(
  [
    ["inspector", "inspector.generated"],
    ["inspector/promises", "inspector.generated"],
    ...[
      ...["cluster", "constants", "dgram", "diagnostics_channel", "dns", "dns/promises", "domain", "http", "http2"],
      ...["https", "punycode", "querystring", "readline", "readline/promises", "repl", "sea", "string_decoder", "test"],
      ...["tls", "trace_events", "v8", "wasi", "zlib"],
    ].map((name) => [name, name]),
  ].map(([name, file]) => [name!, join(folder, `${file}.d.ts`)]),
)

/** The list of Node's types without those. */
export function trimmedNodeIndex(path: string, text: string): string {
  if (path !== join(folder, "index.d.ts")) return text
  const left = new Set(seldom.values())
  return text.replace(/^\/\/\/ <reference path="([^"]+)" \/>$/gm, (line, file: string) => {
    return left.has(join(folder, file)) ? "" : line
  })
}

/** The file that declares a module of Node which is not read from the start; for Node's own types there is none. */
export function seldomModule(specifier: string, importer: string): string | undefined {
  if (importer.startsWith(folder) || dirname(importer).includes("undici-types")) return undefined
  return seldom.get(specifier.replace(/^node:/, ""))
}
