import type ts from "typescript"
import { typescript } from "../protocol/tslab.js"

/** What the compiler finds wrong, at a place in the code. Lines and columns count from 1. */
export interface Problem {
  message: string
  code: number
  line: number
  column: number
  length: number
}

/**
 * Types that are left out become `any` without complaint (7000 to 7099): a notebook is for trying things. And `document` (2584)
 * is a name of the page, where a view's `render` runs; used elsewhere it fails when it is reached.
 */
const isTolerated = (code: number) => (code >= 7000 && code < 7100) || code === 2584

/** What is wrong with a cell. Of a syntax error only the first counts; the rest follow from it. */
export function problems(program: ts.Program, source: ts.SourceFile, code: string): Problem[] {
  const syntactic = program.getSyntacticDiagnostics(source)
  const found = syntactic.length > 0 ? syntactic.slice(0, 1) : program.getSemanticDiagnostics(source)
  return found.filter((diagnostic) => !isTolerated(diagnostic.code)).map((diagnostic) => problem(diagnostic, code))
}

/** The compiler's advice on settings and type packages is for projects, not for notebooks. */
function withoutAdvice(message: string): string {
  return message.replace(/ (Do you need to|Try `npm i|Consider adding|To fix).*$/s, "")
}

export function problem(diagnostic: ts.Diagnostic, code: string): Problem {
  const start = Math.min(diagnostic.start ?? 0, code.length)
  const before = code.slice(0, start)
  const lineStart = before.lastIndexOf("\n") + 1
  return {
    message: withoutAdvice(typescript.flattenDiagnosticMessageText(diagnostic.messageText, "\n")),
    code: diagnostic.code,
    line: before.split("\n").length,
    column: start - lineStart + 1,
    length: Math.max(1, Math.min(diagnostic.length ?? 1, code.length - start)),
  }
}
