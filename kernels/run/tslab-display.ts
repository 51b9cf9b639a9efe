import { randomUUID } from "node:crypto"
import { versions } from "node:process"
import { type DisplayHandle, display, rich } from "../../src/display/index.js"

const types = {
  html: "text/html",
  markdown: "text/markdown",
  latex: "text/latex",
  javascript: "text/javascript",
  text: "text/plain",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
}

type Content = string | Uint8Array

/** tslab's `display`, for notebooks that were written for it: `import { display } from "tslab"`. */
function tslabDisplay(id?: string) {
  let handle: DisplayHandle | undefined
  const raw = (type: string, content: Content) => {
    const value = rich({ "text/plain": type, [type]: content })
    if (handle) handle.update(value)
    else if (id) handle = display(value, { id })
    else display(value)
  }
  const shorthands = Object.entries(types).map(([name, type]) => [name, (content: Content) => raw(type, content)])
  return { id, raw, ...Object.fromEntries(shorthands) }
}

/** What cells get that import tslab itself. */
export const tslabModule = {
  display: tslabDisplay(),
  newDisplay: () => tslabDisplay(randomUUID()),
  versions: { tslab: "1.0.22", typescript: "5.9.3", node: `v${versions.node}` },
}
