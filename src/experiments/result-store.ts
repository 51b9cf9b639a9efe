import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { replaceFile } from "../network/files/index.js"

/** Where results of trainings are kept, so that nothing is computed twice: one small JSON file under the hash of its configuration. */
export interface ResultStore {
  read(configuration: object): object | undefined
  write(configuration: object, result: object): void
}

/** Results in a folder: by default that of SPIKETIME_RESULTS, else spiketime's in the user's cache. */
export function resultStore(folder = resultFolder()): ResultStore {
  const pathOf = (configuration: object) => join(folder, `${hashOf(configuration)}.json`)
  return {
    read(configuration) {
      try {
        const { result } = JSON.parse(readFileSync(pathOf(configuration), "utf8")) as { result: object }
        return result
      } catch {
        // not there, or not whole: it is computed anew
        return undefined
      }
    },
    write(configuration, result) {
      replaceFile(pathOf(configuration), JSON.stringify({ configuration, result }, null, 1))
    },
  }
}

/** The first 20 hexadecimal digits of a configuration's SHA-256. */
export const hashOf = (configuration: object): string =>
  createHash("sha256").update(JSON.stringify(configuration)).digest("hex").slice(0, 20)

/** The folder of results: that of SPIKETIME_RESULTS, else spiketime's in the user's cache. */
export function resultFolder(): string {
  const { SPIKETIME_RESULTS, XDG_CACHE_HOME } = process.env
  return SPIKETIME_RESULTS ?? join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "spiketime", "results")
}
