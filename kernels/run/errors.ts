import { inspect } from "node:util"
import type { ErrorContent } from "../protocol/messages.js"
import type { Traces } from "./traces.js"

const red = (text: string) => `\u001b[31m${text}\u001b[39m`
const bold = (text: string) => `\u001b[1m${text}\u001b[22m`
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`

/** At most so many frames and so many characters of a message are shown. */
const limits = { frames: 20, message: 5000 }

/** An error as a front end shows it: name and message, the lines of the cell around the place, then the calls. */
export function errorContent(thrown: unknown, traces: Traces): ErrorContent {
  const isError = thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]"
  if (!isError) {
    const text = cut(safely(() => inspect(thrown), "a value that cannot be shown"))
    return { ename: "Thrown", evalue: text, traceback: [`${red(bold("Thrown"))}: ${text}`] }
  }
  const error = thrown as Error
  const ename = safely(() => String(error.name || "Error"), "Error")
  const evalue = cut(safely(() => String(error.message), ""))
  const frames = safely(() => String(error.stack ?? ""), "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
  const traceback = [`${red(bold(ename))}: ${evalue}`]
  const excerpt = frames.map((frame) => excerptAt(frame, traces)).find((found) => found !== undefined)
  if (excerpt) traceback.push(excerpt)
  traceback.push(...frames.slice(0, limits.frames).map(dim))
  if (frames.length > limits.frames) traceback.push(dim(`    and ${frames.length - limits.frames} more calls`))
  if (error.cause !== undefined) {
    traceback.push("", "Caused by:", ...errorContent(error.cause, traces).traceback)
  }
  if (error instanceof AggregateError) {
    for (const inner of error.errors.slice(0, 5)) traceback.push("", ...errorContent(inner, traces).traceback)
  }
  return { ename, evalue, traceback }
}

/** The lines of a cell around the place that a frame names. */
function excerptAt(frame: string, traces: Traces): string | undefined {
  const [, name, line, column] = /(?:^ {4}at |\()([^()]+?):(\d+):(\d+)\)?$/.exec(frame) ?? []
  const text = name === undefined ? undefined : traces.text(name)
  if (text === undefined) return undefined
  return excerpt(text, Number(line), Number(column))
}

/** Lines of `text` around a place, with a mark beneath it. Lines and columns count from 1. */
export function excerpt(text: string, line: number, column: number, length = 1): string {
  const lines = text.split("\n")
  const first = Math.max(1, line - 2)
  const last = Math.min(lines.length, line + 1)
  const width = String(last).length
  const shown: string[] = []
  for (let number = first; number <= last; number++) {
    const code = lines[number - 1]!.slice(0, 200)
    const label = String(number).padStart(width)
    shown.push(number === line ? `${red(">")} ${label} | ${code}` : dim(`  ${label} | ${code}`))
    if (number === line) {
      const mark = "^".repeat(Math.max(1, Math.min(length, code.length - column + 1)))
      shown.push(`  ${" ".repeat(width)} | ${" ".repeat(Math.max(0, column - 1))}${red(mark)}`)
    }
  }
  return shown.join("\n")
}

function cut(text: string): string {
  return text.length > limits.message
    ? `${text.slice(0, limits.message)}... (${text.length - limits.message} more characters)`
    : text
}

function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
