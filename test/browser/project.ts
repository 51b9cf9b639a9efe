import { join } from "node:path"
import { fileURLToPath } from "node:url"

// This file runs from dist/test/browser.
const project = fileURLToPath(new URL("../../../", import.meta.url))

/** A path inside the project. */
export const inProject = (...parts: string[]): string => join(project, ...parts)

/** A program of the project's Python environment. */
export const venvProgram = (name: string): string =>
  process.platform === "win32" ? inProject(".venv", "Scripts", `${name}.exe`) : inProject(".venv", "bin", name)
