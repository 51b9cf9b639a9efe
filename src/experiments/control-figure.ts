import type { Variant } from "../datasets/index.js"
import { accuracyBars } from "./accuracy-bars.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { timed } from "./fitted.js"
import { forwardAndReversed } from "./forward-and-reversed.js"
import type { Scale } from "./scale.js"
import { type SpeechClassifier, speechClassifiers } from "./speech-classifiers.js"
import { type SpeechFigureOptions, speechOptions, speechPlan } from "./speech-figure.js"

export interface ControlCondition {
  variant: Variant
  model: SpeechClassifier
  seed: number
}

export type ControlMeasures = { accuracy: number; reversed: number; trainAccuracy?: number; seconds: number }

export interface ControlSizes {
  variants: readonly Variant[]
  models: readonly SpeechClassifier[]
  seeds: readonly number[]
}

const sizes: { readonly [scale in Scale]: ControlSizes } = {
  smoke: { variants: ["norm"], models: ["count MLP", "frozen hidden, fixed delays", "delay line"], seeds: [1] },
  quick: { variants: ["norm"], models: speechClassifiers, seeds: [1] },
  paper: { variants: ["norm", "part", "whole"], models: speechClassifiers, seeds: [1, 2, 3, 4, 5] },
}

/**
 * All controls side by side: that a network beats the count MLP does not show that a gradient learned timing. What does it gain over a
 * random network with a trained read-out, over fixed random delays, over a fixed bank of delays at the input; what is left to a kernel machine?
 */
export function controlFigure(
  options: Omit<SpeechFigureOptions, "variant"> & Partial<ControlSizes>,
): Figure<ControlCondition, ControlMeasures> {
  const { variant: _, ...others } = speechOptions
  const plan = speechPlan(options)
  const { variants, models, seeds } = chosenSizes("controls", sizes, options, others)
  const { variant: __, ...configuration } = plan.configuration as { variant: Variant }
  return new Figure<ControlCondition, ControlMeasures>({
    name: "controls",
    scale: options.scale,
    conditions: combinations({ variant: variants, model: models, seed: seeds }),
    configuration,
    train: (condition, signal) => timed(() => forwardAndReversed(plan, plan.spec(condition), signal)),
    chart: (rows) =>
      accuracyBars(
        rows.map((row) => ({ ...row, name: row.variant, group: row.model })),
        { chance: plan.chance },
      ),
  })
}
