import type { Problem } from "../language/diagnostics.js"
import type { ErrorContent } from "../protocol/messages.js"
import { excerpt } from "../run/errors.js"

/** Of many mistakes the first few are shown. */
const limit = 5

/** What the compiler found, as an error of the cell, which has not been run. */
export function problemContent(problems: Problem[], code: string): ErrorContent {
  const ename = problems[0]!.code < 2000 ? "SyntaxError" : "TypeError"
  const traceback = problems
    .slice(0, limit)
    .flatMap((problem) => [
      `\u001b[31m${ename}\u001b[39m: ${problem.message} (TS${problem.code}, line ${problem.line}, column ${problem.column})`,
      excerpt(code, problem.line, problem.column, problem.length),
    ])
  if (problems.length > limit) traceback.push(`and ${problems.length - limit} more`)
  return { ename, evalue: problems[0]!.message, traceback }
}
