/** @throws RangeError naming the first value that is not a finite number above 0 */
export function positive(where: string, values: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`${where}: ${name} is ${value}; give a number above 0.`)
    }
  }
}
