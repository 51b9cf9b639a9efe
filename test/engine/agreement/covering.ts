import { random } from "../../../src/random.js"

/**
 * Rows of choices, one level a factor, such that every pair of levels of two factors occurs in some row: most mistakes need only two
 * things to meet, and the full product would take a thousand times as long. Greedy: each row is the best of some that are drawn.
 *
 * @param levels how many levels each factor has
 */
export function coveringRows(levels: readonly number[], seed: number): number[][] {
  const dice = random(seed)
  const left = new Set(
    levels.flatMap((n, a) =>
      levels.slice(a + 1).flatMap((m, k) => {
        const b = a + 1 + k
        return Array.from({ length: n * m }, (_, i) => pairKey(a, i % n, b, Math.floor(i / n)))
      }),
    ),
  )
  const rows: number[][] = []
  while (left.size > 0) {
    const [a, i, b, j] = [...left][dice.integer(left.size)].split(" ").map(Number)
    const drawn = Array.from({ length: 40 }, () => {
      const row = levels.map((n) => dice.integer(n))
      row[a] = i
      row[b] = j
      return row
    })
    const gain = (row: number[]) => pairsOf(row).filter((pair) => left.has(pair)).length
    const best = drawn.reduce((most, row) => (gain(row) > gain(most) ? row : most))
    for (const pair of pairsOf(best)) left.delete(pair)
    rows.push(best)
  }
  return rows
}

const pairKey = (...place: number[]): string => place.join(" ")

/** All pairs of levels that meet in a row, by name. */
export const pairsOf = (row: readonly number[]): string[] =>
  row.flatMap((i, a) => row.slice(a + 1).map((j, k) => pairKey(a, i, a + 1 + k, j)))
