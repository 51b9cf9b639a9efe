import { countMlp } from "../baselines/index.js"
import { freshNorm, type Normalised, normalise, type Split, split, type Variant } from "../datasets/index.js"
import { oneOf } from "../network/index.js"
import { jitter, randomise, reverse } from "../perturb/index.js"
import { accuracyAgainst } from "../plot/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { accuracy, fit, type TrainingData } from "../train/index.js"
import { Figure } from "./figure.js"
import { fingerprint } from "./fingerprint.js"
import type { Scale } from "./scale.js"
import { type DelayKind, speechNetwork, speechTraining } from "./speech-recipe.js"

export const speechModels = ["count MLP", "no delays", "fixed delays", "trained delays"] as const
export type SpeechModel = (typeof speechModels)[number]

/** One training: trained and tested at its own level. */
export interface RateVersusTimingCondition {
  variant: Variant
  model: SpeechModel
  /** Share of the spikes that are moved at random, f. */
  fraction: number
  seed: number
}

export type RateVersusTimingMeasures = {
  /** On test samples at the same level. */
  accuracy: number
  /** On the same test samples, each run backwards in its active window. */
  reversed: number
  trainAccuracy: number
  seconds: number
}

export interface RateVersusTimingOptions {
  /** All channels, all spikes: norm and part are made from it. */
  data: SpikeDataset
  scale: Scale
  /** Show another random norm subset of the training spikes at each epoch (true); false is the paper's one fixed subset. */
  fresh?: boolean
  /**
   * Width of the jitter that training spikes get anew at each epoch, before they are moved, in steps (1). Ours, not the paper's: a
   * small data set is learned by heart without it. 0 for none.
   */
  jitterSteps?: number
  variants?: readonly Variant[]
  models?: readonly SpeechModel[]
  fractions?: readonly number[]
  seeds?: readonly number[]
  epochs?: number
}

const sizes = {
  smoke: { variants: ["norm"], models: ["count MLP", "trained delays"], fractions: [0, 1], seeds: [1], epochs: 2 },
  quick: {
    variants: ["norm"],
    models: ["count MLP", "no delays", "trained delays"],
    fractions: [0, 0.2, 0.5, 1],
    seeds: [1],
    epochs: 25,
  },
  paper: {
    variants: ["whole", "part", "norm"],
    models: speechModels,
    fractions: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    seeds: [1, 2, 3],
    epochs: 200,
  },
} as const

/**
 * The paper's central figure: accuracy against the share f of spikes that are moved at random inside their neuron, which keeps every
 * spike count. At f = 1 only rates are left; on norm, where counts are the same in all samples, nothing is.
 */
export function rateVersusTiming(
  options: RateVersusTimingOptions,
): Figure<RateVersusTimingCondition, RateVersusTimingMeasures> {
  const { data, scale, fresh = true, jitterSteps = 1 } = options
  const { variants, models, fractions, seeds, epochs } = { ...sizes[scale], ...defined(options) }
  for (const model of models) oneOf("model", model, speechModels)
  const normalised = normalise(data, { seed: 1, balance: false })
  const conditions = variants.flatMap((variant) =>
    models.flatMap((model) =>
      fractions.flatMap((fraction) => seeds.map((seed) => ({ variant, model, fraction, seed }))),
    ),
  )
  return new Figure({
    name: "rate-versus-timing",
    scale,
    conditions,
    configuration: { version: 2, data: fingerprint(data), fresh, jitterSteps, epochs },
    train: (condition, signal) =>
      trainOne(samplesOf(data, normalised, condition, { fresh, jitterSteps }), condition, epochs, signal),
    chart: (rows) =>
      accuracyAgainst(rows, "fraction", {
        by: "model",
        ...(variants.length > 1 && { across: "variant" as const }),
        chance: 1 / data.classNames.length,
        levelTitle: "share of spikes moved at random, f",
      }),
  })
}

interface Samples {
  train: TrainingData
  validation: SpikeDataset
  test: SpikeDataset
}

/** The samples of a condition: split at random, then each side randomised by its own seed. */
function samplesOf(
  data: SpikeDataset,
  { norm, part, minimum }: Normalised,
  { variant, fraction, seed }: RateVersusTimingCondition,
  { fresh, jitterSteps }: { fresh: boolean; jitterSteps: number },
): Samples {
  const sides = (d: SpikeDataset): Split => split(d, { by: "random", seed })
  const { train, validation, test } = sides({ whole: data, part, norm }[variant])
  const moved = (d: SpikeDataset, stream: number) => randomise(d, { fraction, seed: 1000 * seed + stream })
  const drawn = sides(part).train
  const subset = (epoch: number) => (variant === "norm" && fresh ? freshNorm(drawn, minimum, { seed, epoch }) : train)
  const anew = jitterSteps > 0 || (variant === "norm" && fresh)
  return {
    train: anew
      ? { epoch: (e) => moved(jitter(subset(e), { sigmaSteps: jitterSteps, seed: 1000 * seed + e }), 2 + e) }
      : moved(train, 2),
    validation: moved(validation, 1),
    test: moved(test, 0),
  }
}

async function trainOne(
  { train, validation, test }: Samples,
  { model, seed }: RateVersusTimingCondition,
  epochs: number,
  signal: AbortSignal,
): Promise<RateVersusTimingMeasures> {
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  if (model === "count MLP") {
    const mlp = await countMlp(train, { seed, epochs: Math.min(epochs, 30), validation, signal, quiet: true })
    const trainAccuracy = mlp.history.at(-1)?.accuracy ?? 0
    return { accuracy: mlp.accuracy(test), reversed: mlp.accuracy(reverse(test)), trainAccuracy, seconds: seconds() }
  }
  const delays = model.split(" ")[0].replace("no", "none") as DelayKind
  const net = speechNetwork(test, { delays })
  const trained = await fit(net, train, { ...speechTraining(), seed, epochs, validation, signal, quiet: true })
  return {
    accuracy: accuracy(trained, test),
    reversed: accuracy(trained, reverse(test)),
    trainAccuracy: trained.history.at(-1)?.accuracy ?? 0,
    seconds: seconds(),
  }
}

/** Without the options that were left out. */
const defined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
