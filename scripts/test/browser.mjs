import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
const macApps = ["Google Chrome", "Chromium"].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Chromium or Chrome on this machine: $CHROMIUM, then the path, then macOS's applications.
 * @returns {string | undefined}
 */
export function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = (process.env.PATH ?? "").split(delimiter)
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...macApps].find(isProgram)
}
