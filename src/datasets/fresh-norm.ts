import { checkOptions } from "../known-options.js"
import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"

/**
 * A norm data set from a part data set: in every sample a random subset of exactly `minimum[channel]` spikes of each channel.
 * Another `epoch` (or seed) gives another subset of the same spikes.
 *
 * @throws RangeError when a sample has fewer spikes on a channel than its minimum
 */
export function freshNorm(
  part: SpikeDataset,
  minimum: ArrayLike<number>,
  options: { seed: number; epoch?: number },
): SpikeDataset {
  checkOptions("freshNorm", options, { seed: true, epoch: true })
  return drawNorm(part, minimum, { ...options, numberOf: (s) => s })
}

/**
 * {@link freshNorm} of some samples of a data set, which is the same as those samples of its freshNorm.
 * @param numberOf for each sample its number in the whole data set
 */
export function drawNorm(
  part: SpikeDataset,
  minimum: ArrayLike<number>,
  { seed, epoch = 0, numberOf }: { seed: number; epoch?: number; numberOf: (sample: number) => number },
): SpikeDataset {
  if (minimum.length !== part.unitCount) {
    throw new RangeError(
      `freshNorm: ${minimum.length} minimum counts for ${part.unitCount} channels; give one for each.`,
    )
  }
  let each = 0
  for (let u = 0; u < minimum.length; u++) each += minimum[u]
  const offsets = Uint32Array.from({ length: part.length + 1 }, (_, s) => s * each)
  const times = new Uint16Array(each * part.length)
  const units = new Uint16Array(each * part.length)
  const left = new Uint16Array(part.unitCount)
  const wanted = new Uint16Array(part.unitCount)
  let end = 0
  for (let s = 0; s < part.length; s++) {
    const stream = random(seed, epoch, numberOf(s))
    left.fill(0)
    wanted.set(minimum)
    for (let k = part.offsets[s]; k < part.offsets[s + 1]; k++) left[part.units[k]]++
    for (let u = 0; u < left.length; u++) {
      if (left[u] < wanted[u]) {
        throw new RangeError(
          `freshNorm: sample ${s} has ${left[u]} spikes on channel ${u}, fewer than the minimum of ${wanted[u]}; give the minimum and the part of one normalise().`,
        )
      }
    }
    // Each spike in turn is taken with the chance that the wanted ones among those left give it: all subsets are equally likely.
    for (let k = part.offsets[s]; k < part.offsets[s + 1]; k++) {
      const u = part.units[k]
      if (wanted[u] > 0 && (wanted[u] === left[u] || stream.uniform() * left[u] < wanted[u])) {
        wanted[u]--
        times[end] = part.times[k]
        units[end++] = u
      }
      left[u]--
    }
  }
  return part.with({ offsets, times, units })
}

/** A data set that is drawn anew for each epoch of training. */
export interface FreshEachEpoch {
  epoch(epoch: number): SpikeDataset
}

/**
 * A training set that shows another random norm subset of the same spikes in each epoch: a cheap enlargement, for the training samples only.
 * The paper trains on one fixed subset.
 */
export function freshEachEpoch(
  part: SpikeDataset,
  minimum: ArrayLike<number>,
  { seed }: { seed: number },
): FreshEachEpoch {
  return { epoch: (epoch) => freshNorm(part, minimum, { seed, epoch }) }
}
