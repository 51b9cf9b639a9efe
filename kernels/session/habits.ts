import type { ErrorContent } from "../protocol/messages.js"

const habits: [pattern: RegExp, answer: (found: RegExpExecArray) => string][] = [
  [/^%%?time(?:it)?\s*(.*)/, ([, what]) => `time(() => ${what || "..."})`],
  [/^%%(?:bash|sh|script|cmd)\b/, () => "await sh(`...`)"],
  [/^!\s*(.+)/, ([, command]) => `await sh(${JSON.stringify(command)})`],
  [/^%(?:pwd)\b/, () => "process.cwd()"],
  [/^%(?:cd)\s+(.*)/, ([, path]) => `process.chdir(${JSON.stringify(path)})`],
  [/^%(?:ls)\s*(.*)/, ([, path]) => `await sh(${JSON.stringify(`ls ${path}`.trim())})`],
  [/^%(?:pip|npm|conda)\s+(.*)/, ([, what]) => `await sh(${JSON.stringify(`npm ${what}`)})`],
  [/^%(?:env)\b/, () => "process.env"],
  [/^%(?:who|whos)\b/, () => "the completion list: press Tab in an empty cell"],
  [/^\?{1,2}\s*([\w.]+)/, ([, name]) => `help(${name})`],
  [/^([\w.]+)\?{1,2}\s*$/, ([, name]) => `help(${name})`],
]

/** For code that is no TypeScript: what people type out of habit from IPython gets the TypeScript way as its answer. */
export function habit(code: string): ErrorContent | undefined {
  const line = code.trimStart().split("\n", 1)[0]!.trim()
  for (const [pattern, answer] of habits) {
    const found = pattern.exec(line)
    if (found) return content(`"${line}" is IPython's. In TypeScript: ${answer(found)}`)
  }
  if (/^%%?[a-z]\w*/.test(line))
    return content(`"${line}" is a magic of IPython, and this kernel has none: cells are plain TypeScript.`)
  return undefined
}

function content(evalue: string): ErrorContent {
  return { ename: "SyntaxError", evalue, traceback: [`\u001b[31mSyntaxError\u001b[39m: ${evalue}`] }
}
