/** Jupyter counts a cursor in code points, the compiler in UTF-16 units; they differ after an emoji. */

/** The UTF-16 offset of the cursor that stands after `points` code points. */
export function toUnits(code: string, points: number): number {
  let units = 0
  for (let point = 0; point < points && units < code.length; point++) units += code.codePointAt(units)! > 0xffff ? 2 : 1
  return units
}

/** The number of code points before the UTF-16 offset `units`. */
export function toPoints(code: string, units: number): number {
  let points = 0
  for (let unit = 0; unit < units && unit < code.length; points++) unit += code.codePointAt(unit)! > 0xffff ? 2 : 1
  return points
}
