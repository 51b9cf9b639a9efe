import { type Delay, isSpread, type SpreadDelay, spreadDelay, wholeSteps } from "../../../network/index.js"
import type { HeldLayout } from "../layout/held.js"
import { blockSize } from "../layout/sizes.js"

/** Numbers that say how long the rows of a table are. */
export interface TableSizes {
  /** Shares of each delay. */
  readonly count: number
  /** Slopes of each delay, the first of them `shift` steps after the first share. */
  readonly slopeCount: number
  readonly shift: number
}

export function tableSizes(memory: WebAssembly.Memory, { sizes }: HeldLayout): TableSizes {
  const [count, slopeCount, shift] = new Int32Array(memory.buffer, sizes, 3)
  return { count, slopeCount, shift }
}

/** Numbers of a row of so many shares that may be read from any of the four before its first one: three zeros on each side. */
export const tableWidth = (shares: number): number => Math.ceil((shares + 6) / 4) * 4

/** The part of a connection's tables that starts after so many bytes of delays: those of a block of targets, or of pairs. */
export function tablesFrom(memory: WebAssembly.Memory, held: HeldLayout, row: number) {
  const sizes = tableSizes(memory, held)
  return {
    ...sizes,
    ats: held.ats + row,
    shares: held.shares + row * sizes.count,
    slopes: held.slopes + row * sizes.slopeCount,
  }
}

/** Where each delay stands in a table of 16 lanes a row: by source or target, or for pairs as the weights of blocks do. */
export function delayPlaces({ kind }: Delay, targets: number, sources: number): Int32Array {
  if (kind !== "synaptic") return Int32Array.from({ length: kind === "axonal" ? sources : targets }, (_, i) => i)
  return Int32Array.from({ length: targets * sources }, (_, i) => {
    const [target, source] = [Math.floor(i / sources), i % sources]
    return (Math.floor(target / blockSize) * sources + source) * blockSize + (target % blockSize)
  })
}

/**
 * Writes the tables of a connection's delays.
 *
 * @param places see {@link delayPlaces}
 * @param dt length of a step (ms)
 * @param latency steps that come on top of each delay
 * @param width of Gaussian delays (steps)
 */
export function fillTables(
  memory: WebAssembly.Memory,
  held: HeldLayout,
  delay: Delay,
  delaySteps: Float32Array,
  places: Int32Array,
  dt: number,
  latency: number,
  width?: number,
): void {
  const bounds = [Math.floor(delay.min / dt), Math.ceil(delay.max / dt)] as const
  const spread = width !== undefined && isSpread(delay)
  const each = Array.from(delaySteps, (d) => (spread ? spreadDelay(d, width, bounds) : sharp(delay, d)))
  const longest = (values: (delay: SpreadDelay) => readonly number[]) =>
    each.reduce((most, delay) => Math.max(most, values(delay).length), 0)
  const count = longest(({ shares }) => shares)
  const slopeCount = longest(({ slopes }) => slopes)
  const shift = spread || delay.gradient === "interpolation" ? 0 : -1
  const inRows = held.form === "spread"
  const rowWidth = tableWidth(Math.max(count, slopeCount))
  new Int32Array(memory.buffer, held.sizes, 4).set([count, slopeCount, shift, rowWidth])
  const ats = new Int32Array(memory.buffer, held.ats, held.rows * blockSize)
  const tableOf = (address: number, length: number) =>
    new Float32Array(memory.buffer, address, held.rows * blockSize * (inRows ? rowWidth : length)).fill(0)
  const shares = tableOf(held.shares, count)
  const slopes = tableOf(held.slopes, slopeCount)
  const write = (table: Float32Array, place: number, length: number, values: readonly number[]) => {
    const lane = place % blockSize
    const [first, apart] = inRows ? [place * rowWidth + 3, 1] : [(place - lane) * length + lane, blockSize]
    for (let r = 0; r < values.length; r++) table[first + r * apart] = values[r]
  }
  each.forEach((own, i) => {
    ats[places[i]] = latency + own.first
    write(shares, places[i], count, own.shares)
    write(slopes, places[i], slopeCount, own.slopes)
  })
}

/** A sharp delay's one share, and its slope: the difference of two steps' gradients. */
const sharp = (delay: Delay, steps: number): SpreadDelay => ({
  first: wholeSteps(delay, steps),
  shares: [1],
  slopes: [-1, 1],
})
