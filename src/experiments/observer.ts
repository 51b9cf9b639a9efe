import type { SpikeDataset, SpikeTrain } from "../spikes/index.js"

/** A classifier that was given its task instead of learning it. */
export interface Observer {
  /** The class it decides for, for each sample. */
  predict(data: SpikeDataset): Uint16Array
  /** Share of the samples that it decides rightly, 0 to 1. */
  accuracy(data: SpikeDataset): number
}

/** An observer from the log-likelihood of each class, given a sample; the first of equal ones decides. */
export function observer(logLikelihoods: (sample: SpikeTrain) => ArrayLike<number>): Observer {
  const predict = (data: SpikeDataset) =>
    Uint16Array.from(data, (sample) => {
      const scores = logLikelihoods(sample)
      let best = 0
      for (let k = 1; k < scores.length; k++) if (scores[k] > scores[best]) best = k
      return best
    })
  return {
    predict,
    accuracy(data) {
      if (data.length === 0) throw new RangeError("observer: there are no samples.")
      return predict(data).filter((decided, s) => decided === data.labels[s]).length / data.length
    },
  }
}

/** log(sum of exp(values)), without overflow. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i])
  if (largest === Number.NEGATIVE_INFINITY) return largest
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - largest)
  return largest + Math.log(sum)
}
