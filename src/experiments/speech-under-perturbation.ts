import { mean } from "d3-array"
import { spikesLost } from "../perturb/index.js"
import { accuracyAgainst } from "../plot/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { timed } from "./fitted.js"
import { levelTitle, type Perturbation } from "./perturbation.js"
import { eachRepeat, testSeed } from "./repeats.js"
import type { Scale } from "./scale.js"
import { comparedClassifiers, quickClassifiers, type SpeechClassifier } from "./speech-classifiers.js"
import { type SpeechFigureOptions, type SpeechPlan, speechOptions, speechPlan } from "./speech-figure.js"
import { perturbInSteps } from "./speech-samples.js"
import { trainedSpeech } from "./trained-speech.js"

/** Trained with the perturbation that it is tested with, or on clean spikes. */
export const trainings = ["at its level", "clean"] as const

export interface PerturbedSpeechCondition {
  training: (typeof trainings)[number]
  /** f, probability, or sigma in steps. */
  level: number
  model: SpeechClassifier
  seed: number
}

export type PerturbedSpeechMeasures = {
  /** Mean over the test repeats. */
  accuracy: number
  /** Of each test repeat: the same samples, perturbed anew. */
  accuracies: readonly number[]
  /** Share of the test spikes that the perturbation lost. */
  lost: number
  trainAccuracy?: number
  seconds: number
}

export interface PerturbedSpeechSizes {
  levels: readonly number[]
  trainings: readonly (typeof trainings)[number][]
  models: readonly SpeechClassifier[]
  seeds: readonly number[]
  repeats: number
}

export type PerturbedSpeechOptions = SpeechFigureOptions & Partial<PerturbedSpeechSizes>

/** The paper's levels. */
const levels = { jitter: [0, 1, 5, 10, 20, 25, 30], shift: [0, 2, 5, 15, 25], delete: [0, 0.1, 0.3, 0.5, 0.7, 0.9] }
const quickLevels = { jitter: [0, 1, 5, 20], shift: [0, 2, 5, 15], delete: [0, 0.3, 0.6, 0.9] }

const sizes = (perturbation: keyof typeof levels): { readonly [scale in Scale]: PerturbedSpeechSizes } => ({
  smoke: {
    levels: levels[perturbation].slice(1, 2),
    trainings,
    models: ["count MLP", "trained delays"],
    seeds: [1],
    repeats: 2,
  },
  quick: {
    levels: quickLevels[perturbation],
    trainings,
    models: quickClassifiers,
    seeds: [1],
    repeats: 5,
  },
  paper: { levels: levels[perturbation], trainings, models: comparedClassifiers, seeds: [1, 2, 3], repeats: 5 },
})

/** Jitter of each spike by an own Gaussian time: accuracy against its width (steps). */
export const jitterFigure = (options: PerturbedSpeechOptions) => speechUnderPerturbation("jitter", "jitter", options)

/** A Gaussian shift of each neuron, all its spikes together, on top of a common shift of 20 steps, which alone is level 0. */
export const shiftFigure = (options: PerturbedSpeechOptions) => speechUnderPerturbation("shift", "shift", options)

/** Deletion of spikes: accuracy against its probability. */
export const deletionFigure = (options: PerturbedSpeechOptions) =>
  speechUnderPerturbation("deletion", "delete", options)

function speechUnderPerturbation(
  name: string,
  perturbation: keyof typeof levels,
  options: PerturbedSpeechOptions,
): Figure<PerturbedSpeechCondition, PerturbedSpeechMeasures> {
  const plan = speechPlan(options)
  const { repeats, ...chosen } = chosenSizes(name, sizes(perturbation), options, speechOptions)
  const { trainings, levels, models, seeds } = chosen
  return new Figure<PerturbedSpeechCondition, PerturbedSpeechMeasures>({
    name,
    scale: options.scale,
    conditions: combinations({ training: trainings, model: models, seed: seeds, level: levels }),
    configuration: { ...plan.configuration, repeats },
    train: (condition, signal) => timed(() => measure(plan, perturbation, condition, repeats, signal)),
    chart: (rows) =>
      accuracyAgainst(
        eachRepeat(rows).map((row) => ({ ...row, panel: `trained ${row.training}` })),
        "level",
        {
          by: "model",
          across: "panel",
          chance: plan.chance,
          levelTitle: levelTitle(perturbation, `steps of ${options.data.dt} ms`),
        },
      ),
  })
}

async function measure(
  plan: SpeechPlan,
  perturbation: Perturbation,
  { training, level, model, seed }: PerturbedSpeechCondition,
  repeats: number,
  signal: AbortSignal,
): Promise<Omit<PerturbedSpeechMeasures, "seconds">> {
  const change = { perturbation, level }
  const spec = plan.spec({ model, seed, ...(training === "at its level" && change) })
  const { accuracy, trainAccuracy } = await trainedSpeech(plan.set, spec, signal)
  const test = plan.test(spec)
  const states = Array.from({ length: repeats }, (_, r) => perturbInSteps(test, change, testSeed(seed, r)))
  const accuracies = states.map(accuracy)
  return {
    accuracy: mean(accuracies)!,
    accuracies,
    lost: mean(states, (state) => spikesLost(test, state).fraction)!,
    ...(trainAccuracy !== undefined && { trainAccuracy }),
  }
}
