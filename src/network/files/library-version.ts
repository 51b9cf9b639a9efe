import { readFileSync } from "node:fs"

let known: string | undefined

/** The version of this library, from its package.json. */
export function libraryVersion(): string {
  if (known === undefined) {
    const path = new URL("../../../../package.json", import.meta.url)
    known = (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version
  }
  return known
}
