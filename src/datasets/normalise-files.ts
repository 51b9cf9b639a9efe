import type { SpikeDataset } from "../spikes/index.js"
import { merge } from "./merge.js"
import { finish, type Normalised, type NormaliseOptions, planNorm } from "./normalise.js"
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
  const counts: Uint16Array[] = []
  const labels: Uint16Array[] = []
  let first: SpikeDataset | undefined
  let spikes = 0
  for await (const { chunk } of chunksOf(source, options)) {
    first ??= chunk
    counts.push(Uint16Array.from(chunk.counts()))
    labels.push(chunk.labels)
    spikes += chunk.spikeCount
  }
  const plan = planNorm(joined(counts), joined(labels), first!, options)

  const place = new Map(Array.from(plan.samples, (sample, i) => [sample, i]))
  const order: number[] = []
  const pieces: SpikeDataset[] = []
  const sources: number[] = []
  let start = 0
  for await (const { chunk, file } of chunksOf(source, options)) {
    const inside = Array.from({ length: chunk.length }, (_, i) => i).filter((i) => place.has(start + i))
    for (const i of inside) {
      order[place.get(start + i)!] = sources.length
      sources.push(file)
    }
    if (inside.length > 0) pieces.push(pickUnits(chunk.select(inside), plan.channels))
    start += chunk.length
  }
  const several = pathsOf(source).length > 1
  const part = merge(...pieces)
    .with({ sources: several ? Uint16Array.from(sources) : undefined })
    .select(order)
    .with({ name: `${first!.name}-part` })
  return finish(plan, part, spikes, first!.name, options)
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

function joined(parts: readonly Uint16Array[]): Uint16Array {
  const all = new Uint16Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
