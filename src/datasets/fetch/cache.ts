import { homedir } from "node:os"
import { join } from "node:path"

/** Folder of fetched data: $SPIKETIME_CACHE, or spiketime in the cache folder of XDG. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { SPIKETIME_CACHE: own, XDG_CACHE_HOME: xdg } = environment
  if (own) return own
  // XDG: a relative path there is to be ignored.
  return join(xdg?.startsWith("/") ? xdg : join(homedir(), ".cache"), "spiketime")
}
