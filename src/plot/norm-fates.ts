import { sum } from "d3-array"
import type { Normalised } from "../datasets/index.js"
import type { SpikeDataset } from "../spikes/index.js"

/** What the norm procedure does with a spike, a channel or a sample of the whole data set. */
export const fates = [
  "kept in norm",
  "above the minimum",
  "channel dropped",
  "sample too poor",
  "class too large",
] as const
export type Fate = (typeof fates)[number]

/** Some neighbouring channels (or one), and how many of their spikes meet each fate: for each sample of the whole data set, mean of the channels. */
export type ChannelFates = { readonly [fate in Fate]: number } & {
  /** Edges on the axis of channels. */
  readonly from: number
  readonly to: number
  /** Their numbers, as text. */
  readonly channels: string
  /** Share of the samples with too few spikes, mean of the channels. */
  readonly short: number
  /** Spikes in norm, mean of the channels. */
  readonly minimum: number
}

/** Shares of all samples, channels and spikes. */
export interface TotalFate {
  what: "samples" | "channels" | "spikes"
  fate: Fate
  count: number
  share: number
}

/**
 * Every spike of the whole data set has exactly one fate.
 * @param together neighbouring channels that share a column
 */
export function normFates(
  whole: SpikeDataset,
  { samples, poorSamples, channels, minimum, report }: Normalised,
  together: number,
): { channels: ChannelFates[]; totals: TotalFate[] } {
  const { length, unitCount } = whole
  const sides = [...sidesOf(length, samples, poorSamples)]
  const counts = fates.map(() => new Float64Array(unitCount))
  for (let s = 0; s < length; s++) {
    for (let k = whole.offsets[s]; k < whole.offsets[s + 1]; k++) counts[sides[s]][whole.units[k]]++
  }
  // What stands under "kept" so far are all spikes of samples that remain.
  const kept = new Float64Array(unitCount)
  channels.forEach((unit, i) => {
    kept[unit] = minimum[i]
  })
  for (let u = 0; u < unitCount; u++) {
    const all = counts[0][u]
    counts[0][u] = kept[u] * samples.length
    counts[kept[u] > 0 ? 1 : 2][u] += all - counts[0][u]
  }
  const short = shortOf(whole, report.enough)
  const columns = Array.from({ length: Math.ceil(unitCount / together) }, (_, g) => {
    const first = g * together
    const end = Math.min(unitCount, first + together)
    const mean = (values: Float64Array) => round(sum(values.subarray(first, end)) / (end - first))
    const numbers = together > 1 ? `${first} to ${end - 1}` : String(first)
    const facts = { from: first - 0.5, to: end - 0.5, channels: numbers, short: mean(short), minimum: mean(kept) }
    const spikes = fates.map((fate, rank) => [fate, mean(counts[rank].map((count) => count / length))])
    return { ...facts, ...Object.fromEntries(spikes) } as ChannelFates
  })
  const amounts = {
    samples: fates.map((_, rank) => sides.filter((side) => side === rank).length),
    channels: [channels.length, 0, unitCount - channels.length, 0, 0],
    spikes: counts.map((each) => sum(each)),
  }
  const totals = Object.entries(amounts).flatMap(([what, each]) =>
    fates.flatMap((fate, rank) =>
      each[rank] === 0
        ? []
        : [{ what: what as TotalFate["what"], fate, count: each[rank], share: each[rank] / sum(each) }],
    ),
  )
  return { channels: columns, totals }
}

/** The fate of each sample, by its rank. */
function sidesOf(length: number, samples: Uint32Array, poorSamples: Uint32Array): Uint8Array {
  const sides = new Uint8Array(length).fill(fates.indexOf("class too large"))
  for (const s of poorSamples) sides[s] = fates.indexOf("sample too poor")
  for (const s of samples) sides[s] = 0
  return sides
}

/** For each channel the share of the samples with fewer than `enough` spikes on it. */
function shortOf(whole: SpikeDataset, enough: number): Float64Array {
  const short = new Float64Array(whole.unitCount)
  const counts = whole.counts()
  for (let i = 0; i < counts.length; i++) if (counts[i] < enough) short[i % whole.unitCount] += 1 / whole.length
  return short
}

const round = (value: number): number => Number(value.toFixed(4))
