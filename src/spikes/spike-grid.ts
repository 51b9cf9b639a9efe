/**
 * One sample as a grid of bits: which unit spikes in which step. Bits sort themselves, so that events in any order,
 * with repetitions, leave it sorted by time, then unit, and once each.
 */
export class SpikeGrid {
  readonly #words: Uint32Array
  readonly #unitCount: number

  constructor(steps: number, unitCount: number) {
    this.#unitCount = unitCount
    this.#words = new Uint32Array(Math.ceil((steps * unitCount) / 32))
  }

  has(step: number, unit: number): boolean {
    const bit = step * this.#unitCount + unit
    return (this.#words[bit >>> 5] & (1 << (bit & 31))) !== 0
  }

  add(step: number, unit: number): void {
    const bit = step * this.#unitCount + unit
    this.#words[bit >>> 5] |= 1 << (bit & 31)
  }

  /** Units that spike in a step, ascending. */
  unitsAt(step: number): number[] {
    const units: number[] = []
    for (let unit = 0; unit < this.#unitCount; unit++) if (this.has(step, unit)) units.push(unit)
    return units
  }

  /** Writes the spikes to `times` and `units` from index `at` on, empties the grid, and returns the index after the last. */
  drain(times: Uint16Array, units: Uint16Array, at: number): number {
    const words = this.#words
    const unitCount = this.#unitCount
    let end = at
    let step = 0
    let stepEnd = unitCount
    for (let w = 0; w < words.length; w++) {
      let word = words[w]
      if (word === 0) continue
      words[w] = 0
      while (word !== 0) {
        const lowest = word & -word
        word ^= lowest
        const bit = w * 32 + 31 - Math.clz32(lowest)
        if (bit >= stepEnd) {
          step = Math.floor(bit / unitCount)
          stepEnd = (step + 1) * unitCount
        }
        times[end] = step
        units[end++] = bit - step * unitCount
      }
    }
    return end
  }
}
