/**
 * Checks that `value` is one of the known names.
 *
 * @throws RangeError naming the value, and the nearest known name or all of them
 */
export function oneOf<T extends string>(what: string, value: string, known: readonly T[]): asserts value is T {
  if ((known as readonly string[]).includes(value)) return
  const [best] = known
    .map((name) => ({ name, distance: editDistance(value.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const hint =
    best && best.distance <= Math.max(2, value.length / 3)
      ? `did you mean "${best.name}"?`
      : `known are ${known.map((name) => `"${name}"`).join(", ")}.`
  throw new RangeError(`${what} "${value}" is not known; ${hint}`)
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]
}
