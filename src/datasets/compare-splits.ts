import { min } from "d3-array"
import type { SpikeDataset } from "../spikes/index.js"
import { type Split, type SplitOptions, split } from "./split.js"

/** What one way of parting a data set gives. */
export interface SplitRow {
  by: SplitOptions["by"]
  /** Samples on each side. */
  train: number
  validation: number
  test: number
  /** On no side: the last tenth, by position. */
  leftOut: number
  /** Speakers of the test who are heard in training or validation too. */
  testSpeakersHeard?: number
  /** Test samples of the class that has fewest. */
  fewestOfAClass: number
  /** Why this data set cannot be parted so. */
  notPossible?: string
}

/** The paper's way first, then the ones that hold out speakers, then the plain lot. */
const ways: readonly SplitOptions["by"][] = ["position", "file", "speaker", "random"]

/**
 * The ways to part a data set side by side: the paper's by position, the public test file (SHD's holds out speakers), by speaker, by lot. What {@link split}
 * gives for each, in numbers; shuffle the data set first, as the paper does.
 *
 * @example table(compareSplits(speech, { seed: 1 }))
 */
export function compareSplits(data: SpikeDataset, { seed }: { seed: number }): SplitRow[] {
  return ways.map((by) => {
    try {
      return { by, ...numbersOf(data, split(data, { by, seed })) }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      const nothing = { train: 0, validation: 0, test: 0, leftOut: data.length, fewestOfAClass: 0 }
      return { by, ...nothing, notPossible: error.message }
    }
  })
}

function numbersOf(data: SpikeDataset, { train, validation, test }: Split): Omit<SplitRow, "by"> {
  const heard = new Set([...(train.speakers ?? []), ...(validation.speakers ?? [])])
  const perClass = data.classNames.map((_, c) => test.labels.reduce((n, label) => n + Number(label === c), 0))
  return {
    train: train.length,
    validation: validation.length,
    test: test.length,
    leftOut: data.length - train.length - validation.length - test.length,
    ...(test.speakers && { testSpeakersHeard: [...new Set(test.speakers)].filter((who) => heard.has(who)).length }),
    fewestOfAClass: min(perClass) ?? 0,
  }
}
