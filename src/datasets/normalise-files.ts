import { SpikeDataset } from "../spikes/index.js"
import { finish, type Normalised, type NormaliseOptions, type NormPlan, planNorm } from "./normalise.js"
import { pickUnits } from "./pick-units.js"
import { pathsOf, type ReadShdOptions, type ShdSource, shdChunks } from "./read-shd.js"

/**
 * {@link normalise} for files of the SHD layout that are too large to be held in memory (SSC): they are read twice, once for the counts
 * and once for the spikes that remain. Gives the same as `normalise(await readShd(source))`.
 *
 * @throws Error and RangeError as readShd and normalise do
 */
export async function normaliseFiles(
  source: ShdSource,
  options: NormaliseOptions & ReadShdOptions,
): Promise<Normalised> {
  const { counts, labels, first, spikes } = await countSpikes(source, options)
  const plan = planNorm(counts, labels, first, options)
  const part = await collect(source, options, plan, counts, first)
  return finish(plan, part, spikes, first.name, options)
}

/** First reading: the spike counts of all samples, a byte each where that is enough. */
async function countSpikes(source: ShdSource, options: ReadShdOptions) {
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
  return { counts: all, labels: Uint16Array.from(labels), first: first!, spikes }
}

/** Second reading: every spike that remains goes straight to its place, known from the counts, so that nothing is held twice. */
async function collect(
  source: ShdSource,
  options: ReadShdOptions,
  { samples, channels }: NormPlan,
  counts: Uint8Array | Uint16Array,
  first: SpikeDataset,
): Promise<SpikeDataset> {
  const offsets = new Uint32Array(samples.length + 1)
  samples.forEach((sample, i) => {
    const row = sample * first.unitCount
    offsets[i + 1] = offsets[i] + channels.reduce((sum, u) => sum + counts[row + u], 0)
  })
  const times = new Uint16Array(offsets[samples.length])
  const units = new Uint16Array(offsets[samples.length])
  const labels = new Uint16Array(samples.length)
  const speakers = first.speakers && new Uint16Array(samples.length)
  const sources = pathsOf(source).length > 1 ? new Uint16Array(samples.length) : undefined
  const place = new Map(Array.from(samples, (sample, i) => [sample, i]))
  let start = 0
  for await (const { chunk, file } of chunksOf(source, options)) {
    const inside = Array.from({ length: chunk.length }, (_, i) => i).filter((i) => place.has(start + i))
    const picked = pickUnits(chunk.select(inside), channels)
    for (const [p, i] of inside.entries()) {
      const to = place.get(start + i)!
      const sample = picked.sample(p)
      times.set(sample.times, offsets[to])
      units.set(sample.units, offsets[to])
      labels[to] = sample.label
      if (speakers) speakers[to] = sample.speaker!
      if (sources) sources[to] = file
    }
    start += chunk.length
  }
  return new SpikeDataset({
    ...first.fields(),
    offsets,
    times,
    units,
    labels,
    speakers,
    sources,
    unitCount: channels.length,
    name: `${first.name}-part`,
  })
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
