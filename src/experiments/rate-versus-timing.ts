import type { Variant } from "../datasets/index.js"
import { accuracyAgainst } from "../plot/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { timed } from "./fitted.js"
import { forwardAndReversed } from "./forward-and-reversed.js"
import { levelTitle } from "./perturbation.js"
import { testSeed } from "./repeats.js"
import type { Scale } from "./scale.js"
import { comparedClassifiers, type SpeechClassifier } from "./speech-classifiers.js"
import { type SpeechFigureOptions, type SpeechPlan, speechOptions, speechPlan } from "./speech-figure.js"
import { perturbInSteps } from "./speech-samples.js"

/** One training: trained and tested at its own level. */
export interface RateVersusTimingCondition {
  variant: Variant
  model: SpeechClassifier
  /** Share of the spikes that are moved at random, f. */
  fraction: number
  seed: number
}

export type RateVersusTimingMeasures = {
  /** On test samples at the same level, a mean over the test repeats. */
  accuracy: number
  /** On the same test samples, each run backwards in its active window. */
  reversed: number
  trainAccuracy?: number
  seconds: number
}

export interface RateVersusTimingSizes {
  variants: readonly Variant[]
  models: readonly SpeechClassifier[]
  fractions: readonly number[]
  seeds: readonly number[]
  repeats: number
}

export type RateVersusTimingOptions = Omit<SpeechFigureOptions, "variant" | "models"> & Partial<RateVersusTimingSizes>

const sizes: { readonly [scale in Scale]: RateVersusTimingSizes } = {
  smoke: { variants: ["norm"], models: ["count MLP", "trained delays"], fractions: [0, 1], seeds: [1], repeats: 1 },
  quick: {
    variants: ["norm"],
    models: ["count MLP", "no delays", "fixed delays", "trained delays"],
    fractions: [0, 0.2, 0.5, 1],
    seeds: [1],
    repeats: 3,
  },
  paper: {
    variants: ["whole", "part", "norm"],
    models: comparedClassifiers,
    fractions: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    seeds: [1, 2, 3, 4, 5],
    repeats: 5,
  },
}

/**
 * The paper's central figure: accuracy against the share f of spikes that are moved at random inside their neuron, which keeps every
 * spike count. At f = 1 only rates are left; on norm, where counts are the same in all samples, nothing is.
 */
export function rateVersusTiming(
  options: RateVersusTimingOptions,
): Figure<RateVersusTimingCondition, RateVersusTimingMeasures> {
  const { variant: _, ...others } = speechOptions
  const plan = speechPlan(options)
  const { variants, models, fractions, seeds, repeats } = chosenSizes("rate-versus-timing", sizes, options, others)
  const { variant: __, ...configuration } = plan.configuration as { variant: Variant }
  return new Figure<RateVersusTimingCondition, RateVersusTimingMeasures>({
    name: "rate-versus-timing",
    scale: options.scale,
    conditions: combinations({ variant: variants, model: models, fraction: fractions, seed: seeds }),
    configuration: { ...configuration, repeats },
    train: (condition, signal) => timed(() => measure(plan, condition, repeats, signal)),
    chart: (rows) =>
      accuracyAgainst(rows, "fraction", {
        by: "model",
        ...(variants.length > 1 && { across: "variant" as const }),
        chance: plan.chance,
        levelTitle: levelTitle("randomise"),
      }),
  })
}

function measure(
  plan: SpeechPlan,
  { variant, model, fraction, seed }: RateVersusTimingCondition,
  repeats: number,
  signal: AbortSignal,
): Promise<Omit<RateVersusTimingMeasures, "seconds">> {
  const change = { perturbation: "randomise", level: fraction } as const
  const spec = plan.spec({ variant, model, seed, ...change })
  return forwardAndReversed(plan, spec, signal, (test) =>
    Array.from({ length: repeats }, (_, r) => perturbInSteps(test, change, testSeed(seed, r))),
  )
}
