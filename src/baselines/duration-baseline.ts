import { mean, variance } from "d3-array"
import type { SpikeDataset } from "../spikes/index.js"
import { type Classifier, classifier } from "./classifier.js"

/** A fitted duration classifier. */
export interface DurationBaseline extends Classifier {
  readonly kind: "durationBaseline"
}

/**
 * What the length of a sample alone tells: one Gaussian a class over the time from first to last spike, the likeliest class decides.
 * Randomised spikes keep that length, so it is the floor that accuracy cannot fall under.
 *
 * @throws RangeError when there are no samples
 */
export function durationBaseline(train: SpikeDataset): DurationBaseline {
  if (train.length === 0) throw new RangeError("durationBaseline: there are no training samples.")
  const all = durations(train)
  const overall = variance(all) || 1
  const groups = train.classNames.map((_, k) => {
    const own = all.filter((_, s) => train.labels[s] === k)
    return { share: own.length / all.length, mean: mean(own) ?? 0, variance: variance(own) || overall }
  })
  const scores = (data: SpikeDataset) =>
    durations(data).flatMap((duration) =>
      groups.map((g) => Math.log(g.share) - Math.log(g.variance) / 2 - (duration - g.mean) ** 2 / (2 * g.variance)),
    )
  return {
    kind: "durationBaseline",
    ...classifier("durationBaseline", train.unitCount, train.classNames.length, scores),
  }
}

/** Steps from first to last spike, by sample. */
function durations({ length, offsets, times }: SpikeDataset): number[] {
  return Array.from({ length }, (_, s) =>
    offsets[s + 1] > offsets[s] ? times[offsets[s + 1] - 1] - times[offsets[s]] : 0,
  )
}
