/**
 * The numbers of one column.
 *
 * @throws TypeError when a row has none there, with the row and what it has
 */
export function numbersOf(rows: readonly object[], column: string, caller: string): number[] {
  return rows.map((row, index) => {
    const value = (row as Record<string, unknown>)[column]
    if (typeof value === "number" && Number.isFinite(value)) return value
    const what = value === undefined ? "is missing" : `is ${JSON.stringify(value) ?? String(value)}, not a number`
    throw new TypeError(
      `${caller}: "${column}" ${what} in row ${index}; its columns are ${Object.keys(row).join(", ")}.`,
    )
  })
}

/**
 * The words of one column, as they should stand in a legend.
 *
 * @throws TypeError when a row has none there, with the row and what it has
 */
export function namesOf(rows: readonly object[], column: string, caller: string): string[] {
  return rows.map((row, index) => {
    const value = (row as Record<string, unknown>)[column]
    if (value !== undefined && value !== null) return String(value)
    throw new TypeError(
      `${caller}: "${column}" is missing in row ${index}; its columns are ${Object.keys(row).join(", ")}.`,
    )
  })
}

/**
 * @throws RangeError when there are no rows
 */
export function someRows(rows: readonly object[], caller: string): void {
  if (rows.length === 0) throw new RangeError(`${caller}: there are no rows to show yet.`)
}
