import { readFileSync } from "node:fs"

/** Modules that run in the page: plain JavaScript beside this file. */
const read = (name: string): string => readFileSync(new URL(`page/${name}.js`, import.meta.url), "utf8")

const cache = new Map<string, string>()

/**
 * The text of a view's module with what it imports from its neighbours put before it: a page gets one module, for it cannot
 * fetch others from the kernel.
 */
export function viewCode(name: string): string {
  let code = cache.get(name)
  if (code === undefined) {
    code = withNeighbours(name, new Set())
    cache.set(name, code)
  }
  return code
}

const importLine = /^import \{[^}]*\} from "\.\/([\w-]+)\.js"\n/gm

function withNeighbours(name: string, seen: Set<string>): string {
  seen.add(name)
  const text = read(name)
  const before = [...text.matchAll(importLine)].flatMap(([, neighbour]) =>
    seen.has(neighbour) ? [] : [withNeighbours(neighbour, seen).replace(/^export (?!default)/gm, "")],
  )
  return [...before, text.replace(importLine, "")].join("\n")
}

/** Wraps a module's text in the shell that shows its errors, and says when the kernel is gone. */
export function inShell(code: string): string {
  return `const source = ${JSON.stringify(code)}\n${read("shell")}`
}

/** What the kernel puts into the loops and awaits of cells does nothing in a page. */
const uninstrumented = `const __flag = [0]
const __run = { stop() {}, wait: (value) => value, resume: (value) => value, iterate: (values) => values }
`

/** A module whose only function is `render`, taken from a cell by its text: it sees nothing of the cell around it. */
export function renderCode(render: (...context: never[]) => unknown): string {
  const text = render.toString()
  const shim = text.includes("__flag") || text.includes("__run") ? uninstrumented : ""
  // A method, `render() {}`, is no expression and goes into an object as it stands.
  return `${shim}export default ${isExpression(text) ? `{ render: ${text} }` : `{ ${text} }`}\n`
}

function isExpression(text: string): boolean {
  try {
    new Function(`return (${text})`)
    return true
  } catch {
    return false
  }
}
