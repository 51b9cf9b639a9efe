import { mean } from "d3-array"
import { eventEngine } from "../engine/index.js"
import { cutAt, type Network } from "../network/index.js"
import { reverse, spikesLost } from "../perturb/index.js"
import { accuracyAgainst } from "../plot/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { accuracy, fit } from "../train/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { timed } from "./fitted.js"
import { type Perturbation, perturb } from "./perturbation.js"
import { eachRepeat, testSeed } from "./repeats.js"
import type { Scale } from "./scale.js"
import { type SpeechFigureOptions, type SpeechPlan, speechPlan } from "./speech-figure.js"
import { speechTraining } from "./speech-recipe.js"
import { perturbInSteps, speechSamples } from "./speech-samples.js"
import { trainedSpeech } from "./trained-speech.js"

export const hiddenPlaces = ["input", "hidden1", "hidden2"] as const
/** clean: the network as it was trained on clean spikes; upper part: what lies above the place is trained anew on its perturbed spikes. */
export const hiddenTrainings = ["clean", "upper part at its level"] as const
export type HiddenPerturbation = Perturbation | "reverse"

export interface HiddenLayerCondition {
  /** Whose spikes are perturbed. */
  place: (typeof hiddenPlaces)[number]
  perturbation: HiddenPerturbation
  /** f, probability, sigma in steps; 1 for reverse. */
  level: number
  training: (typeof hiddenTrainings)[number]
  model: "no delays" | "fixed delays" | "trained delays"
  seed: number
}

export type HiddenLayerMeasures = {
  accuracy: number
  accuracies: readonly number[]
  /** Share of the place's spikes that the perturbation lost. */
  lost: number
  seconds: number
}

export interface HiddenLayerSizes {
  places: readonly (typeof hiddenPlaces)[number][]
  levels: { readonly [perturbation in HiddenPerturbation]?: readonly number[] }
  trainings: readonly (typeof hiddenTrainings)[number][]
  models: readonly HiddenLayerCondition["model"][]
  seeds: readonly number[]
  repeats: number
}

/** The follow-up's levels. */
const levels = {
  randomise: [0, 0.2, 0.4, 0.6, 0.8, 1],
  jitter: [1, 3, 5, 10, 17, 25],
  shift: [2, 5, 15, 25],
  delete: [0.2, 0.4, 0.6, 0.8],
  reverse: [1],
}

const sizes: { readonly [scale in Scale]: HiddenLayerSizes } = {
  smoke: {
    places: ["hidden1"],
    levels: { randomise: [0, 1], jitter: [10], reverse: [1] },
    trainings: ["clean"],
    models: ["trained delays"],
    seeds: [1],
    repeats: 1,
  },
  quick: {
    places: hiddenPlaces,
    levels,
    trainings: ["clean"],
    models: ["no delays", "trained delays"],
    seeds: [1],
    repeats: 3,
  },
  paper: {
    places: hiddenPlaces,
    levels,
    trainings: hiddenTrainings,
    models: ["no delays", "fixed delays", "trained delays"],
    seeds: [1, 2, 3],
    repeats: 5,
  },
}

/**
 * Where the timing lives: spikes are perturbed not at the input but behind a hidden layer, before they are delayed, in networks that were
 * trained on clean spikes; and, as far as the layer's spikes still hold it, what the part above can learn of it.
 */
export function hiddenLayerFigure(
  options: SpeechFigureOptions & Partial<HiddenLayerSizes>,
): Figure<HiddenLayerCondition, HiddenLayerMeasures> {
  const plan = speechPlan(options)
  const { places, levels, trainings, models, seeds, repeats } = chosenSizes(sizes, options.scale, options)
  const conditions = Object.entries(levels).flatMap(([perturbation, own]) =>
    combinations({
      perturbation: [perturbation as HiddenPerturbation],
      place: places,
      training: trainings,
      model: models,
      seed: seeds,
      level: own,
    }).filter(({ place, training }) => training === "clean" || place !== "input"),
  )
  return new Figure<HiddenLayerCondition, HiddenLayerMeasures>({
    name: "hidden-layers",
    scale: options.scale,
    conditions,
    configuration: { ...plan.configuration, repeats },
    train: (condition, signal) => timed(() => measure(plan, condition, repeats, signal)),
    chart: (rows) =>
      accuracyAgainst(
        eachRepeat(rows)
          .filter(({ perturbation }) => perturbation === "randomise")
          .map((row) => ({
            ...row,
            line: row.training === "clean" ? row.model : `${row.model}, upper part retrained`,
          })),
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
  const spec = plan.spec({ model, seed })
  const network = (await trainedSpeech(plan.set, spec, signal)).network!
  const change = (spikes: SpikeDataset, stream: number) => perturbHidden(spikes, perturbation, level, stream)
  const samples = speechSamples(plan.set, spec)
  const { upper, spikes } =
    place === "input" ? { upper: network, spikes: samples.test } : above(network, place, samples.test)
  let reader: Network = upper
  if (training !== "clean") {
    const { parameters: _, initial: __, ...graph } = upper
    const { train } = samples
    const shown = (epoch: number) =>
      change(above(network, place, "epoch" in train ? train.epoch(epoch) : train).spikes, 1000 * seed + epoch)
    const validation = change(above(network, place, samples.validation).spikes, 1000 * seed)
    const options = { ...speechTraining(), seed, epochs: plan.epochs, validation, signal, quiet: true }
    reader = await fit(graph, { epoch: shown }, options)
    signal.throwIfAborted()
  }
  const states = Array.from({ length: repeats }, (_, r) => change(spikes, testSeed(seed, r)))
  const accuracies = states.map((state) => accuracy(reader, state))
  return { accuracy: mean(accuracies)!, accuracies, lost: mean(states, (state) => spikesLost(spikes, state).fraction)! }
}

/** The network above a population, and that population's spikes on `data`. */
function above(network: Network, population: string, data: SpikeDataset): { upper: Network; spikes: SpikeDataset } {
  const { below, above } = cutAt(network, population)
  const everyone = Uint32Array.from({ length: data.length }, (_, i) => i)
  const spikes = eventEngine(below, { threads: 1, shards: 1 }).record(below.parameters!, data, everyone)
  return { upper: above, spikes: spikes[spikes.length - 1] }
}

/** A shift here moves each neuron alone: a common one would push delayed spikes out of the window. */
function perturbHidden(
  spikes: SpikeDataset,
  perturbation: HiddenPerturbation,
  level: number,
  seed: number,
): SpikeDataset {
  if (perturbation === "reverse") return reverse(spikes)
  if (perturbation === "shift") return perturb(spikes, "shift", level * spikes.dt, { seed, commonSteps: 0 })
  return perturbInSteps(spikes, { perturbation, level }, seed)
}
