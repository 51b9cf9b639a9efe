import type { SpikeDataset } from "../spikes/index.js"

/** A fitted baseline. */
export interface Classifier {
  /** The class decided for, for each sample. */
  predict(data: SpikeDataset): Uint16Array
  /**
   * Share of the samples that are decided rightly, 0 to 1.
   * @throws RangeError when there are no samples, or they have another number of units
   */
  accuracy(data: SpikeDataset): number
}

/** A classifier from one score a sample and class; the highest decides, the first on a tie. */
export function classifier(
  name: string,
  unitCount: number,
  classes: number,
  scores: (data: SpikeDataset) => ArrayLike<number>,
): Classifier {
  const predict = (data: SpikeDataset): Uint16Array => {
    if (data.unitCount !== unitCount) {
      throw new RangeError(`${name}: fitted to ${unitCount} units, and "${data.name}" has ${data.unitCount}.`)
    }
    return decisions(scores(data), classes)
  }
  return {
    predict,
    accuracy(data) {
      if (data.length === 0) throw new RangeError(`${name}: there are no samples.`)
      return predict(data).filter((decided, s) => decided === data.labels[s]).length / data.length
    },
  }
}

/** The class of the highest score in each row, the first on a tie. */
export function decisions(scores: ArrayLike<number>, classes: number): Uint16Array {
  return Uint16Array.from({ length: scores.length / classes }, (_, s) => {
    let best = 0
    for (let k = 1; k < classes; k++) if (scores[s * classes + k] > scores[s * classes + best]) best = k
    return best
  })
}
