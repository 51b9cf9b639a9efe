/**
 * Every combination of the values of some lists, the last one changing fastest: `{ a: [1, 2], b: ["x", "y"] }` gives
 * `{ a: 1, b: "x" }, { a: 1, b: "y" }, { a: 2, b: "x" }, { a: 2, b: "y" }`.
 */
export function combinations<Lists extends { readonly [name: string]: readonly unknown[] }>(
  lists: Lists,
): { [name in keyof Lists]: Lists[name][number] }[] {
  let rows: object[] = [{}]
  for (const [name, values] of Object.entries(lists)) {
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value })))
  }
  return rows as { [name in keyof Lists]: Lists[name][number] }[]
}
