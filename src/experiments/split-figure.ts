import type { SplitOptions } from "../datasets/index.js"
import { accuracyBars } from "./accuracy-bars.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { originOf } from "./fingerprint.js"
import { timed } from "./fitted.js"
import { forwardAndReversed } from "./forward-and-reversed.js"
import type { Scale } from "./scale.js"
import { comparedClassifiers, quickClassifiers, type SpeechClassifier } from "./speech-classifiers.js"
import { type SpeechFigureOptions, speechOptions, speechPlan } from "./speech-figure.js"

export interface SplitCondition {
  by: SplitOptions["by"]
  /** Which spikes training shows: another norm subset at each epoch, jittered by a step (ours), or one fixed subset (the paper's). */
  shown: "fresh subsets" | "one subset"
  model: SpeechClassifier
  seed: number
}

export type SplitMeasures = { accuracy: number; reversed: number; trainAccuracy?: number; seconds: number }

export interface SplitSizes {
  models: readonly SpeechClassifier[]
  seeds: readonly number[]
}

interface SplitFigureOptions extends Omit<SpeechFigureOptions, "fresh" | "jitterSteps">, Partial<SplitSizes> {
  /** Ways to part the samples; by default all that the data set allows but the paper's by position, which is a lot like any other. */
  by?: readonly SplitOptions["by"][]
}

const sizes: { readonly [scale in Scale]: SplitSizes } = {
  smoke: { models: ["trained delays"], seeds: [1] },
  quick: { models: quickClassifiers, seeds: [1] },
  paper: { models: comparedClassifiers, seeds: [1, 2, 3, 4, 5] },
}

/**
 * How much the way of asking decides: samples parted by lot or so that the test's speakers were never heard (or into the public
 * training and test file), and one fixed norm subset
 * of the spikes, which a small data set is learned by heart from, against fresh ones.
 */
export function splitFigure(options: SplitFigureOptions): Figure<SplitCondition, SplitMeasures> {
  const { fresh: _, jitterSteps: __, ...others } = speechOptions
  const plan = speechPlan(options)
  const { models, seeds } = chosenSizes("splits", sizes, options, { ...others, by: true })
  const conditions = combinations({
    by: options.by ?? waysOf(options.data),
    shown: ["fresh subsets", "one subset"] as const,
    model: models,
    seed: seeds,
    // it reads one state of the samples in any case
  }).filter(({ model, shown }) => model !== "kernel machine" || shown === "one subset")
  return new Figure<SplitCondition, SplitMeasures>({
    name: "splits",
    scale: options.scale,
    conditions,
    configuration: plan.configuration,
    dependsOn: ({ by }) => originOf(plan.set.whole, by),
    train: (condition, signal) =>
      timed(() => {
        const { by, shown, model, seed } = condition
        const fresh = shown === "fresh subsets"
        const spec = plan.spec({ model, seed, by, fresh, jitterSteps: fresh ? 1 : 0 })
        return forwardAndReversed(plan, spec, signal)
      }),
    chart: (rows) =>
      accuracyBars(
        rows.map((row) => ({ ...row, name: row.model, group: `${row.by} split, ${row.shown}` })),
        { chance: plan.chance },
      ),
  })
}

const waysOf = ({ speakers, sources }: SpeechFigureOptions["data"]): SplitOptions["by"][] => [
  "random",
  ...(speakers ? (["speaker"] as const) : []),
  ...(sources?.some((source) => source > 0) ? (["file"] as const) : []),
]
