import { max, min } from "d3-array"
import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"
import { freshNorm } from "./fresh-norm.js"
import { pickUnits } from "./pick-units.js"

export interface NormaliseOptions {
  seed: number
  /** A poor channel may cost at most this fraction of the samples; 0.01 by default (SHD), 0.02 for SSC. */
  tolerance?: number
  /** A channel is poor where a sample has fewer spikes than this; 2 by default. */
  enough?: number
  /** Samples are removed only if fewer than this in all; by default the paper's 2000 of SHD's 10420, in proportion. */
  removeBelow?: number
  /** Reduce all classes to the size of the smallest; true by default, as in the paper. */
  balance?: boolean
}

/** What the procedure met on its way. */
export interface NormaliseReport {
  samples: number
  /** Channels with fewer than `enough` spikes in some sample. */
  poorChannels: number
  /** Poor channels within the tolerance: their poor samples go. */
  repairedChannels: number
  /** Samples removed for them; 0 where too many would have gone (see `wouldRemove`). */
  removed: number
  wouldRemove: number
  /** Samples after the removal. */
  kept: number
  /** Channels that remain: every sample has at least one spike there. */
  channels: number
  /** Smallest and largest minimum count of those channels. */
  minimum: { smallest: number; largest: number }
  /** Spikes a sample, on average. */
  spikes: { whole: number; part: number; norm: number }
  /** Samples of each class after balancing. */
  perClass: number[]
}

export interface Normalised {
  /** Every channel has the same number of spikes in every sample: counts carry nothing. */
  norm: SpikeDataset
  /** The same samples and channels, with all their spikes. */
  part: SpikeDataset
  /** Spikes of each channel in `norm`. */
  minimum: Uint16Array
  /** Number of each remaining channel in the whole data set. */
  channels: Uint16Array
  report: NormaliseReport
}

/**
 * The paper's norm procedure. Samples that keep a channel from being usable are removed where that concerns few of them;
 * each channel is then reduced, in every sample, to a random subset of exactly its minimum count over the samples, silent channels
 * are dropped, classes reduced to one size, samples shuffled.
 *
 * @throws RangeError when no channel remains
 */
export function normalise(whole: SpikeDataset, options: NormaliseOptions): Normalised {
  const { seed, tolerance = 0.01, enough = 2, balance = true } = options
  const removeBelow = options.removeBelow ?? Math.round((whole.length * 2000) / 10420)
  if (!(tolerance >= 0 && tolerance <= 1)) {
    throw new RangeError(`normalise: tolerance is ${tolerance}; give a fraction from 0 to 1.`)
  }
  const counts = whole.counts()
  const poor = poorSamples(counts, whole, enough)
  const removal = new Uint8Array(whole.length)
  let repairedChannels = 0
  for (const samples of poor) {
    if (samples.length === 0 || samples.length > tolerance * whole.length) continue
    repairedChannels++
    for (const s of samples) removal[s] = 1
  }
  const wouldRemove = removal.reduce((a, b) => a + b, 0)
  if (wouldRemove >= removeBelow) removal.fill(0)
  const kept = Uint32Array.from({ length: whole.length }, (_, s) => s).filter((s) => removal[s] === 0)

  const all = minimumOver(counts, kept, whole.unitCount)
  const channels = Uint16Array.from({ length: whole.unitCount }, (_, u) => u).filter((u) => all[u] > 0)
  if (channels.length === 0) {
    throw new RangeError(
      `normalise: no channel of ${whole.name} spikes in all of ${kept.length} samples; raise tolerance (${tolerance}) or removeBelow (${removeBelow}).`,
    )
  }
  const minimum = channels.map((u) => all[u])
  const stream = random(seed)
  const chosen = stream.shuffle(balance ? balanced(whole.labels, kept, whole.classNames.length, stream) : kept)
  const part = pickUnits(whole.select(chosen), channels).with({ name: `${whole.name}-part` })
  const norm = freshNorm(part, minimum, { seed }).with({ name: `${whole.name}-norm` })
  return {
    norm,
    part,
    minimum,
    channels,
    report: {
      samples: whole.length,
      poorChannels: poor.filter((samples) => samples.length > 0).length,
      repairedChannels,
      removed: whole.length - kept.length,
      wouldRemove,
      kept: kept.length,
      channels: channels.length,
      minimum: { smallest: min(minimum)!, largest: max(minimum)! },
      spikes: {
        whole: whole.spikeCount / whole.length,
        part: part.spikeCount / part.length,
        norm: norm.spikeCount / norm.length,
      },
      perClass: whole.classNames.map((_, c) => part.labels.reduce((n, label) => n + Number(label === c), 0)),
    },
  }
}

/** For each channel the samples with too few spikes on it. */
function poorSamples(counts: Float32Array, { length, unitCount }: SpikeDataset, enough: number): number[][] {
  const poor: number[][] = Array.from({ length: unitCount }, () => [])
  for (let s = 0; s < length; s++) {
    for (let u = 0; u < unitCount; u++) if (counts[s * unitCount + u] < enough) poor[u].push(s)
  }
  return poor
}

function minimumOver(counts: Float32Array, samples: Uint32Array, unitCount: number): Uint16Array {
  const minimum = new Uint16Array(unitCount).fill(samples.length === 0 ? 0 : 65535)
  for (const s of samples) {
    for (let u = 0; u < unitCount; u++) minimum[u] = Math.min(minimum[u], counts[s * unitCount + u])
  }
  return minimum
}

/** As many samples of each class as the smallest (that has any) holds. */
function balanced(
  labels: Uint16Array,
  samples: Uint32Array,
  classes: number,
  stream: ReturnType<typeof random>,
): Uint32Array {
  const byClass = Array.from({ length: classes }, (_, c) => samples.filter((s) => labels[s] === c))
  const size = min(byClass.filter((members) => members.length > 0).map((members) => members.length)) ?? 0
  return Uint32Array.from(byClass.flatMap((members) => [...stream.shuffle(members).subarray(0, size)]))
}
