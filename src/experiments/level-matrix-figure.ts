import { mean } from "d3-array"
import { accuracyMatrix } from "./accuracy-matrix.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { timed } from "./fitted.js"
import { testSeed } from "./repeats.js"
import type { Scale } from "./scale.js"
import { comparedClassifiers, type SpeechClassifier } from "./speech-classifiers.js"
import { type SpeechFigureOptions, type SpeechPlan, speechOptions, speechPlan } from "./speech-figure.js"
import { perturbInSteps } from "./speech-samples.js"
import { trainedSpeech } from "./trained-speech.js"

export interface LevelMatrixCondition {
  model: SpeechClassifier
  /** Share of moved spikes in training. */
  trained: number
  /** Share of moved spikes in the test. */
  tested: number
  seed: number
}

export type LevelMatrixMeasures = { accuracy: number; seconds: number }

export interface LevelMatrixSizes {
  fractions: readonly number[]
  models: readonly SpeechClassifier[]
  seeds: readonly number[]
  repeats: number
}

const sizes: { readonly [scale in Scale]: LevelMatrixSizes } = {
  smoke: { fractions: [0, 1], models: ["trained delays"], seeds: [1], repeats: 1 },
  quick: { fractions: [0, 0.2, 0.5, 1], models: ["no delays", "trained delays"], seeds: [1], repeats: 3 },
  paper: {
    fractions: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    // counts say the same at any level
    models: comparedClassifiers.filter((model) => model !== "count MLP"),
    seeds: [1, 2, 3],
    repeats: 5,
  },
}

/** Trained at f, tested at f': whether what a network learns from disturbed spikes is another thing than what it learns from clean ones. */
export function levelMatrixFigure(
  options: SpeechFigureOptions & Partial<LevelMatrixSizes>,
): Figure<LevelMatrixCondition, LevelMatrixMeasures> {
  const plan = speechPlan(options)
  const { fractions, models, seeds, repeats } = chosenSizes("level-matrix", sizes, options, speechOptions)
  return new Figure<LevelMatrixCondition, LevelMatrixMeasures>({
    name: "level-matrix",
    scale: options.scale,
    conditions: combinations({ model: models, seed: seeds, trained: fractions, tested: fractions }),
    configuration: { ...plan.configuration, repeats },
    train: (condition, signal) => timed(() => measure(plan, condition, repeats, signal)),
    chart: (rows) =>
      accuracyMatrix(
        rows.map((row) => ({ ...row, panel: row.model })),
        { levelTitle: "f" },
      ),
  })
}

async function measure(
  plan: SpeechPlan,
  { model, trained, tested, seed }: LevelMatrixCondition,
  repeats: number,
  signal: AbortSignal,
): Promise<Omit<LevelMatrixMeasures, "seconds">> {
  const spec = plan.spec({ model, seed, perturbation: "randomise", level: trained })
  const { accuracy } = await trainedSpeech(plan.set, spec, signal)
  const test = plan.test(spec)
  const at = (r: number) => perturbInSteps(test, { perturbation: "randomise", level: tested }, testSeed(seed, r))
  return { accuracy: mean(Array.from({ length: repeats }, (_, r) => accuracy(at(r))))! }
}
