import type { SpikeTrain } from "../spikes/index.js"

/** What a raster can show: one sample, several, a data set, or samples with the names they should have. */
export type RasterInput = SpikeTrain | Iterable<SpikeTrain> | { readonly [name: string]: SpikeTrain }

export interface Panel {
  readonly name: string
  readonly train: SpikeTrain
}

/** One panel a sample, at most `limit` of them, and how many samples there are in all. */
export function panelsOf(input: RasterInput, limit: number): { panels: Panel[]; count: number } {
  const all = namedTrains(input)
  const panels = all.slice(0, limit)
  if (panels.length === 0) throw new RangeError("raster: there is no sample to show; give at least one.")
  for (const { name, train } of panels) {
    if (!ArrayBuffer.isView(train?.times) || !ArrayBuffer.isView(train?.units)) {
      throw new TypeError(`raster: ${name} is no sample; give data.sample(0), a list of samples or a data set.`)
    }
  }
  return { panels, count: all.length }
}

function namedTrains(input: RasterInput): Panel[] {
  if (typeof input !== "object" || input === null) {
    throw new TypeError(`raster: ${String(input)} is no sample; give data.sample(0), a list of samples or a data set.`)
  }
  if (Symbol.iterator in input)
    return [...(input as Iterable<SpikeTrain>)].map((train) => ({ name: nameOf(train), train }))
  if (ArrayBuffer.isView(input.times)) return [{ name: nameOf(input as SpikeTrain), train: input as SpikeTrain }]
  return Object.entries(input as { [name: string]: SpikeTrain }).map(([name, train]) => ({ name, train }))
}

const nameOf = (train: SpikeTrain): string =>
  train?.speaker === undefined ? String(train?.className ?? "sample") : `${train.className}, speaker ${train.speaker}`
