import { typescript } from "../protocol/tslab.js"

const { SyntaxKind } = typescript

/** Templates hold text that looks like a comment; a file with one is left as it is. */
const templates = new Set([SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.TemplateHead])

/**
 * A declaration file without its comments, which are two thirds of it: the compiler reads it faster. Directives
 * (`/// <reference ... />`) stay.
 */
export function withoutComments(text: string): string {
  const scanner = typescript.createScanner(typescript.ScriptTarget.Latest, false, undefined, text)
  const kept: string[] = []
  let from = 0
  for (let token = scanner.scan(); token !== SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (templates.has(token)) return text
    const block = token === SyntaxKind.MultiLineCommentTrivia
    const line = token === SyntaxKind.SingleLineCommentTrivia && !/^\/\/\/\s*</.test(scanner.getTokenText())
    if (!block && !line) continue
    kept.push(text.slice(from, scanner.getTokenStart()))
    // A comment of several lines ends a line, as the compiler has it.
    kept.push(block && scanner.getTokenText().includes("\n") ? "\n" : " ")
    from = scanner.getTokenEnd()
  }
  return kept.join("") + text.slice(from)
}
