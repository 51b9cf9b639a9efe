import type ts from "typescript"

export interface Completion {
  name: string
  kind: string
}

export interface Completions {
  /** The part of the code that a completion replaces, in UTF-16 units. */
  start: number
  end: number
  found: Completion[]
}

const wordBefore = /[\p{ID_Continue}$\u200c\u200d]*$/u

/** At most so many are offered where nothing is typed yet. */
const limit = 1000

/** The completions that fit what is typed, best first: same beginning, same beginning but for case, contained. */
export function fitting(info: ts.CompletionInfo | undefined, code: string, position: number): Completions {
  const typed = wordBefore.exec(code.slice(0, position))![0]
  const start = position - typed.length
  const ranked = (info?.entries ?? []).flatMap((entry) => {
    const rank = fit(entry.name, typed)
    return rank === undefined || entry.insertText !== undefined ? [] : [{ entry, rank }]
  })
  ranked.sort((a, b) => a.rank - b.rank || compare(a.entry.sortText, b.entry.sortText))
  const found = ranked.slice(0, limit).map(({ entry }) => ({ name: entry.name, kind: entry.kind as string }))
  return { start, end: position, found }
}

function fit(name: string, typed: string): number | undefined {
  if (name.startsWith(typed)) return 0
  const lower = name.toLowerCase()
  const sought = typed.toLowerCase()
  if (lower.startsWith(sought)) return 1
  return lower.includes(sought) ? 2 : undefined
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
