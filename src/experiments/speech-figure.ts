import type { Variant } from "../datasets/index.js"
import { oneOf } from "../did-you-mean.js"
import type { OptionNames } from "../known-options.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { Scale } from "./scale.js"
import { type SpeechClassifier, speechClassifiers } from "./speech-classifiers.js"
import { type SpeechSet, speechSamples, speechSet } from "./speech-samples.js"
import { recipe, type SpeechSpec } from "./trained-speech.js"

/** What every figure on speech may be given. */
export interface SpeechFigureOptions {
  /** All channels, all spikes, as {@link chosenSpeech} gives them. */
  data: SpikeDataset
  scale: Scale
  variant?: Variant
  /** Another random norm subset of the training spikes at each epoch (true), or the paper's one fixed subset. */
  fresh?: boolean
  /** Width of the jitter that training spikes get anew at each epoch, in steps (1). Ours, not the paper's; 0 for none. */
  jitterSteps?: number
  models?: readonly SpeechClassifier[]
  seeds?: readonly number[]
  epochs?: number
}

/** Names of those of them that are no sizes. */
export const speechOptions: OptionNames<Omit<SpeechFigureOptions, "models" | "seeds">> = {
  data: true,
  scale: true,
  variant: true,
  fresh: true,
  jitterSteps: true,
  epochs: true,
}

/** Epochs of a training on speech by scale. */
export const speechEpochs: { readonly [scale in Scale]: number } = { smoke: 2, quick: 15, paper: 100 }

/** Samples that are looked at when only the machinery is tried. */
const smokeSamples = 240

/** What the trainings of a figure on speech have in common. */
export interface SpeechPlan {
  readonly set: SpeechSet
  /** One of the trainings; what is left out is as in the figure's options. */
  spec(of: Pick<SpeechSpec, "model" | "seed"> & Partial<SpeechSpec>): SpeechSpec
  /** The test samples of a training, not perturbed. */
  test(spec: SpeechSpec): SpikeDataset
  /** What a result depends on besides its condition. */
  readonly configuration: object
  readonly chance: number
  readonly variant: Variant
  readonly epochs: number
}

export function speechPlan(options: SpeechFigureOptions): SpeechPlan {
  for (const model of options.models ?? []) oneOf("model", model, speechClassifiers)
  const { scale, variant = "norm", fresh = true, jitterSteps = 1, epochs = speechEpochs[scale] } = options
  const set = preparedSet(scale === "smoke" ? thinned(options.data) : options.data)
  return {
    set,
    spec: (of) => ({ variant, by: "random", fresh, jitterSteps, epochs, ...of }),
    test: (spec) => speechSamples(set, spec).test,
    configuration: { version: 1, data: set.fingerprint, variant, fresh, jitterSteps, epochs, recipe: recipe(set) },
    chance: 1 / options.data.classNames.length,
    variant,
    epochs,
  }
}

/** A stretch of it, from all over the data set. */
function thinned(data: SpikeDataset): SpikeDataset {
  const every = Math.max(1, data.length / smokeSamples)
  const indices = Array.from({ length: Math.min(smokeSamples, data.length) }, (_, i) => Math.floor(i * every))
  return data.select(indices)
}

/** A notebook makes several figures of the same speech. */
const prepared = new WeakMap<SpikeDataset, SpeechSet>()

function preparedSet(data: SpikeDataset): SpeechSet {
  const known = prepared.get(data)
  if (known) return known
  const set = speechSet(data)
  prepared.set(data, set)
  return set
}
