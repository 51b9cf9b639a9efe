import { max, min } from "d3-array"
import { checkOptions, type OptionNames } from "../known-options.js"
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

export const normaliseOptions: OptionNames<NormaliseOptions> = {
  seed: true,
  tolerance: true,
  enough: true,
  removeBelow: true,
  balance: true,
}

/** What the procedure met on its way. */
export interface NormaliseReport {
  samples: number
  /** The options that decided. */
  enough: number
  tolerance: number
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
  /** Number of each remaining sample in the whole data set. */
  samples: Uint32Array
  /** Numbers of the samples that were removed because they kept channels from being usable. */
  poorSamples: Uint32Array
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
  checkOptions("normalise", options, normaliseOptions)
  const plan = planNorm(Uint16Array.from(whole.counts()), whole.labels, whole, options)
  const part = pickUnits(whole.select(plan.samples), plan.channels).with({ name: `${whole.name}-part` })
  return finish(plan, part, whole.spikeCount, whole.name, options)
}

/** What the procedure decides from the spike counts alone. */
export interface NormPlan {
  /** Samples that remain, in their new order. */
  samples: Uint32Array
  poorSamples: Uint32Array
  channels: Uint16Array
  minimum: Uint16Array
  report: Omit<NormaliseReport, "spikes" | "perClass">
}

/**
 * Decides which samples and channels remain, and how many spikes of each channel.
 * @param counts samples x units
 */
export function planNorm(
  counts: Uint8Array | Uint16Array,
  labels: Uint16Array,
  { unitCount, classNames, name }: Pick<SpikeDataset, "unitCount" | "classNames" | "name">,
  { seed, tolerance = 0.01, enough = 2, removeBelow, balance = true }: NormaliseOptions,
): NormPlan {
  const length = labels.length
  const limit = removeBelow ?? Math.round((length * 2000) / 10420)
  if (!(tolerance >= 0 && tolerance <= 1)) {
    throw new RangeError(`normalise: tolerance is ${tolerance}; give a fraction from 0 to 1.`)
  }
  const poor = poorSamples(counts, length, unitCount, enough)
  const repaired = poor.map((n) => n > 0 && n <= tolerance * length)
  const removal = new Uint8Array(length)
  for (let s = 0; s < length; s++) {
    for (let u = 0; u < unitCount; u++) if (repaired[u] && counts[s * unitCount + u] < enough) removal[s] = 1
  }
  const wouldRemove = removal.reduce((a, b) => a + b, 0)
  if (wouldRemove >= limit) removal.fill(0)
  const everyone = Uint32Array.from({ length }, (_, s) => s)
  const kept = everyone.filter((s) => removal[s] === 0)

  const all = minimumOver(counts, kept, unitCount)
  const channels = Uint16Array.from({ length: unitCount }, (_, u) => u).filter((u) => all[u] > 0)
  if (channels.length === 0) {
    throw new RangeError(
      `normalise: no channel of ${name} spikes in all of ${kept.length} samples; raise tolerance (${tolerance}) or removeBelow (${limit}).`,
    )
  }
  const minimum = channels.map((u) => all[u])
  const stream = random(seed)
  return {
    samples: stream.shuffle(balance ? balanced(labels, kept, classNames.length, stream) : kept),
    poorSamples: everyone.filter((s) => removal[s] === 1),
    channels,
    minimum,
    report: {
      samples: length,
      enough,
      tolerance,
      poorChannels: poor.filter((n) => n > 0).length,
      repairedChannels: repaired.filter(Boolean).length,
      removed: length - kept.length,
      wouldRemove,
      kept: kept.length,
      channels: channels.length,
      minimum: { smallest: min(minimum)!, largest: max(minimum)! },
    },
  }
}

/** Norm and report from the part data set that the plan asks for. */
export function finish(
  { channels, minimum, samples, poorSamples, report }: NormPlan,
  part: SpikeDataset,
  wholeSpikes: number,
  name: string,
  { seed }: NormaliseOptions,
): Normalised {
  const norm = freshNorm(part, minimum, { seed }).with({ name: `${name}-norm` })
  const spikes = {
    whole: wholeSpikes / report.samples,
    part: part.spikeCount / part.length,
    norm: norm.spikeCount / norm.length,
  }
  const perClass = part.classNames.map((_, c) => part.labels.reduce((n, label) => n + Number(label === c), 0))
  return { norm, part, minimum, channels, samples, poorSamples, report: { ...report, spikes, perClass } }
}

/** For each channel the number of samples with too few spikes on it. */
function poorSamples(counts: Uint8Array | Uint16Array, length: number, unitCount: number, enough: number): number[] {
  const poor = new Array<number>(unitCount).fill(0)
  for (let s = 0; s < length; s++) {
    for (let u = 0; u < unitCount; u++) if (counts[s * unitCount + u] < enough) poor[u]++
  }
  return poor
}

function minimumOver(counts: Uint8Array | Uint16Array, samples: Uint32Array, unitCount: number): Uint16Array {
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
