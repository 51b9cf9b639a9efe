import { checkOptions } from "../known-options.js"
import { SpikeDataset } from "../spikes/index.js"
import { drawNorm } from "./fresh-norm.js"
import {
  finish,
  type Normalised,
  type NormaliseOptions,
  type NormPlan,
  normaliseOptions,
  planNorm,
} from "./normalise.js"
import { pickUnits } from "./pick-units.js"
import { pathsOf, type ReadShdOptions, readShdOptions, type ShdSource, shdChunks } from "./read-shd.js"

type Options = NormaliseOptions & ReadShdOptions

/**
 * {@link normalise} for files of the SHD layout that are too large to be held in memory (SSC): they are read twice, once for the counts
 * and once for the spikes that remain. Gives the same as `normalise(await readShd(source))`.
 *
 * @throws Error and RangeError as readShd and normalise do
 */
export async function normaliseFiles(source: ShdSource, options: Options): Promise<Normalised> {
  checkOptions("normaliseFiles", options, { ...normaliseOptions, ...readShdOptions })
  const first = await countSpikes(source, options)
  const plan = planNorm(first.counts, first.labels, first.empty, options)
  return finish(plan, await collectPart(source, options, plan, first), first.spikes, first.empty.name, options)
}

/**
 * Only the part or only the norm of such files: the norm takes a tenth of the memory of the part.
 * @throws Error and RangeError as readShd and normalise do
 */
export async function variantOfFiles(
  source: ShdSource,
  variant: "part" | "norm",
  options: Options,
): Promise<SpikeDataset> {
  const first = await countSpikes(source, options)
  const plan = planNorm(first.counts, first.labels, first.empty, options)
  return (variant === "part" ? collectPart : collectNorm)(source, options, plan, first)
}

/** What the first reading finds. */
interface FirstReading {
  /** Samples x units; a byte each where that is enough. */
  counts: Uint8Array | Uint16Array
  labels: Uint16Array
  /** The data set without samples. */
  empty: SpikeDataset
  spikes: number
}

async function countSpikes(source: ShdSource, options: ReadShdOptions): Promise<FirstReading> {
  const kind = (options.bins ?? 100) < 256 ? Uint8Array : Uint16Array
  const counts: (Uint8Array | Uint16Array)[] = []
  const labels: number[] = []
  let first: SpikeDataset | undefined
  let spikes = 0
  for await (const { chunk } of chunksOf(source, options)) {
    first ??= chunk.take(0)
    counts.push(kind.from(chunk.counts()))
    labels.push(...chunk.labels)
    spikes += chunk.spikeCount
  }
  const all = new kind(labels.length * first!.unitCount)
  let at = 0
  for (const part of counts) {
    all.set(part, at)
    at += part.length
  }
  return { counts: all, labels: Uint16Array.from(labels), empty: first!, spikes }
}

/** All spikes of the samples and channels that remain. */
function collectPart(source: ShdSource, options: Options, plan: NormPlan, first: FirstReading): Promise<SpikeDataset> {
  const { samples, channels } = plan
  const offsets = new Uint32Array(samples.length + 1)
  samples.forEach((sample, i) => {
    const row = sample * first.empty.unitCount
    offsets[i + 1] = offsets[i] + channels.reduce((sum, u) => sum + first.counts[row + u], 0)
  })
  return collect(source, options, plan, first.empty, {
    offsets,
    name: `${first.empty.name}-part`,
    take: (part) => part,
  })
}

/** The random subset of them that norm keeps. */
function collectNorm(source: ShdSource, options: Options, plan: NormPlan, first: FirstReading): Promise<SpikeDataset> {
  const each = plan.minimum.reduce((sum, count) => sum + count, 0)
  return collect(source, options, plan, first.empty, {
    offsets: Uint32Array.from({ length: plan.samples.length + 1 }, (_, i) => i * each),
    name: `${first.empty.name}-norm`,
    take: (part, places) => drawNorm(part, plan.minimum, { seed: options.seed, numberOf: (s) => places[s] }),
  })
}

interface Kept {
  /** Where the spikes of each sample go: known beforehand, so that nothing is held twice. */
  offsets: Uint32Array
  name: string
  /** What is kept of some samples, which have these places in the result. */
  take: (part: SpikeDataset, places: readonly number[]) => SpikeDataset
}

/** Second reading: every spike that remains goes straight to its place. */
async function collect(
  source: ShdSource,
  options: ReadShdOptions,
  { samples, channels }: NormPlan,
  empty: SpikeDataset,
  { offsets, name, take }: Kept,
): Promise<SpikeDataset> {
  const times = new Uint16Array(offsets[samples.length])
  const units = new Uint16Array(offsets[samples.length])
  const labels = new Uint16Array(samples.length)
  const speakers = empty.speakers && new Uint16Array(samples.length)
  const sources = pathsOf(source).length > 1 ? new Uint16Array(samples.length) : undefined
  const place = new Map(Array.from(samples, (sample, i) => [sample, i]))
  let start = 0
  for await (const { chunk, file } of chunksOf(source, options)) {
    const inside = Array.from({ length: chunk.length }, (_, i) => i).filter((i) => place.has(start + i))
    const places = inside.map((i) => place.get(start + i)!)
    const kept = take(pickUnits(chunk.select(inside), channels), places)
    for (const [k, to] of places.entries()) {
      const sample = kept.sample(k)
      times.set(sample.times, offsets[to])
      units.set(sample.units, offsets[to])
      labels[to] = sample.label
      if (speakers) speakers[to] = sample.speaker!
      if (sources) sources[to] = file
    }
    start += chunk.length
  }
  const unitCount = channels.length
  return new SpikeDataset({ ...empty.fields(), offsets, times, units, labels, speakers, sources, unitCount, name })
}

async function* chunksOf(
  source: ShdSource,
  options: ReadShdOptions,
): AsyncGenerator<{ chunk: SpikeDataset; file: number }> {
  let file = 0
  for (const path of pathsOf(source)) {
    for await (const chunk of shdChunks(path, options)) yield { chunk, file }
    file++
  }
}
