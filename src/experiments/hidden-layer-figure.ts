import { mean } from "d3-array"
import type { Probe } from "../perturb/index.js"
import { accuracyAgainst } from "../plot/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { timed } from "./fitted.js"
import { comparedNetworks, type NetworkClassifier } from "./network-classifiers.js"
import type { Perturbation } from "./perturbation.js"
import { eachRepeat, testSeed } from "./repeats.js"
import type { Scale } from "./scale.js"
import { type SpeechFigureOptions, type SpeechPlan, speechOptions, speechPlan } from "./speech-figure.js"
import { trainedSpeech } from "./trained-speech.js"

export const hiddenPlaces = ["input", "hidden1", "hidden2"] as const
export type HiddenPlace = (typeof hiddenPlaces)[number]
/** On clean spikes, or end to end with the place's spikes perturbed as in the test, anew in each epoch. */
export type HiddenTraining = "clean" | "at its level"
export type HiddenPerturbation = Perturbation | "reverse"

export interface HiddenLayerCondition {
  /** Whose spikes are perturbed. */
  place: HiddenPlace
  perturbation: HiddenPerturbation
  /** f, probability, sigma in steps; 1 for reverse. */
  level: number
  training: HiddenTraining
  model: NetworkClassifier
  seed: number
}

export type HiddenLayerMeasures = { accuracy: number; accuracies: readonly number[]; seconds: number }

/** Which spikes are perturbed, and how far. */
export interface HiddenLayerPart {
  places: readonly HiddenPlace[]
  levels: { readonly [perturbation in HiddenPerturbation]?: readonly number[] }
}

export interface HiddenLayerSizes {
  /** Of networks that were trained on clean spikes. */
  clean: HiddenLayerPart
  /** Of networks that were trained at the level, one training each. */
  atItsLevel: HiddenLayerPart
  models: readonly HiddenLayerCondition["model"][]
  seeds: readonly number[]
  repeats: number
}

const sizes: { readonly [scale in Scale]: HiddenLayerSizes } = {
  smoke: {
    clean: { places: ["hidden1"], levels: { randomise: [0, 1], jitter: [10], reverse: [1] } },
    atItsLevel: { places: ["hidden1", "hidden2"], levels: { randomise: [0, 1] } },
    models: ["trained delays"],
    seeds: [1],
    repeats: 1,
  },
  quick: {
    clean: {
      places: hiddenPlaces,
      levels: { randomise: [0, 0.2, 0.5, 1], jitter: [1, 5, 10, 25], shift: [5, 25], delete: [0.4, 0.8], reverse: [1] },
    },
    atItsLevel: { places: ["hidden1", "hidden2"], levels: { randomise: [0, 0.2, 0.5, 1] } },
    models: ["no delays", "trained delays"],
    seeds: [1],
    repeats: 3,
  },
  paper: {
    clean: {
      places: hiddenPlaces,
      // the follow-up's
      levels: {
        randomise: [0, 0.2, 0.4, 0.6, 0.8, 1],
        jitter: [1, 3, 5, 10, 17, 25],
        shift: [2, 5, 15, 25],
        delete: [0.2, 0.4, 0.6, 0.8],
        reverse: [1],
      },
    },
    atItsLevel: { places: ["hidden1", "hidden2"], levels: { randomise: [0, 0.2, 0.4, 0.6, 0.8, 1], reverse: [1] } },
    models: comparedNetworks,
    seeds: [1, 2, 3],
    repeats: 5,
  },
}

/**
 * Where the timing lives: spikes are perturbed not at the input but behind a hidden layer, before they are delayed, in networks that were
 * trained on clean spikes; and in networks that had to learn with the perturbation in place, which shows what they can do without it.
 */
export function hiddenLayerFigure(
  options: SpeechFigureOptions & Partial<HiddenLayerSizes>,
): Figure<HiddenLayerCondition, HiddenLayerMeasures> {
  const plan = speechPlan(options)
  const { clean, atItsLevel, models, seeds, repeats } = chosenSizes("hidden-layers", sizes, options, speechOptions)
  const conditions = (training: HiddenTraining, { places, levels }: HiddenLayerPart) =>
    Object.entries(levels).flatMap(([perturbation, level]) =>
      combinations({
        perturbation: [perturbation as HiddenPerturbation],
        place: places,
        training: [training],
        model: models,
        seed: seeds,
        level,
        // whose input is the copies of a spike: perturbed there, each would move alone
      }).filter(({ model, place }) => !(model === "delay line" && place === "input")),
    )
  return new Figure<HiddenLayerCondition, HiddenLayerMeasures>({
    name: "hidden-layers",
    scale: options.scale,
    conditions: [...conditions("clean", clean), ...conditions("at its level", atItsLevel)],
    configuration: { ...plan.configuration, version: 2, repeats },
    train: (condition, signal) => timed(() => measure(plan, condition, repeats, signal)),
    chart: (rows) =>
      accuracyAgainst(
        eachRepeat(rows)
          .filter(({ perturbation }) => perturbation === "randomise")
          .map((row) => ({ ...row, line: row.training === "clean" ? row.model : `${row.model}, trained at f` })),
        "level",
        {
          by: "line",
          across: "place",
          chance: plan.chance,
          levelTitle: "share of the place's spikes moved at random, f",
        },
      ),
  })
}

async function measure(
  plan: SpeechPlan,
  { place, perturbation, level, training, model, seed }: HiddenLayerCondition,
  repeats: number,
  signal: AbortSignal,
): Promise<Omit<HiddenLayerMeasures, "seconds">> {
  const probe = { [place]: probeOf(perturbation, level, plan.set.whole.dt) }
  // at level 0 both trainings are one
  const spec = plan.spec({ model, seed, ...(training === "at its level" && level > 0 && { probe }) })
  const { probed } = await trainedSpeech(plan.set, spec, signal)
  const test = plan.test(spec)
  const accuracies = Array.from({ length: repeats }, (_, r) => probed!(test, { probe, seed: testSeed(seed, r) }))
  return { accuracy: mean(accuracies)!, accuracies }
}

/** A shift here moves each neuron alone: a common one would push delayed spikes out of the window. */
function probeOf(perturbation: HiddenPerturbation, level: number, dt: number): Probe {
  switch (perturbation) {
    case "randomise":
      return { kind: "randomise", fraction: level }
    case "delete":
      return { kind: "delete", probability: level }
    case "reverse":
      return { kind: "reverse" }
    default:
      return { kind: perturbation, sigma: level * dt }
  }
}
