import { freshNorm, type Normalised, normalise, type SplitOptions, split, type Variant } from "../datasets/index.js"
import { jitter } from "../perturb/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { TrainingData } from "../train/index.js"
import { fingerprint } from "./fingerprint.js"
import { type Perturbation, perturb } from "./perturbation.js"

/** Speech, prepared once for all trainings on it. */
export interface SpeechSet {
  /** All channels, all spikes. */
  readonly whole: SpikeDataset
  readonly normalised: Normalised
  readonly fingerprint: string
}

/** Makes norm and part of speech (classes are not cut to one size: samples are few). */
export const speechSet = (whole: SpikeDataset): SpeechSet => ({
  whole,
  normalised: normalise(whole, { seed: 1, balance: false }),
  fingerprint: fingerprint(whole),
})

/** Which samples a speech training sees, and in which state. */
export interface SpeechSamplesSpec {
  readonly variant: Variant
  /** How they are parted; see {@link split}. */
  readonly by: SplitOptions["by"]
  readonly seed: number
  /** Another random norm subset of the training spikes at each epoch, instead of the paper's one fixed subset. */
  readonly fresh: boolean
  /** Width of the jitter that training spikes get anew at each epoch, in steps; ours, not the paper's. */
  readonly jitterSteps: number
  /** All samples, training and test, are perturbed so. */
  readonly perturbation?: Perturbation
  /** Of the perturbation; in steps for jitter and shift. */
  readonly level?: number
}

export interface SpeechSamples {
  readonly train: TrainingData
  readonly validation: SpikeDataset
  /** Not perturbed. */
  readonly test: SpikeDataset
  /** One state of the training samples, for classifiers that take no fresh ones. */
  readonly once: SpikeDataset
}

/** Perturbs as {@link perturb} does, with the widths of jitter and shift in steps, as the paper gives them for speech. */
export function perturbInSteps(
  spikes: SpikeDataset,
  { perturbation, level = 0 }: Pick<SpeechSamplesSpec, "perturbation" | "level">,
  seed: number,
): SpikeDataset {
  if (!perturbation) return spikes
  const inTime = perturbation === "jitter" || perturbation === "shift"
  return perturb(spikes, perturbation, inTime ? level * spikes.dt : level, { seed })
}

/** The samples of a training: parted, then each side perturbed by a seed of its own, those for training anew at each epoch. */
export function speechSamples({ whole, normalised }: SpeechSet, spec: SpeechSamplesSpec): SpeechSamples {
  const { variant, by, seed, fresh, jitterSteps } = spec
  const { norm, part, minimum } = normalised
  const sides = (d: SpikeDataset) => split(d, { by, seed })
  const { train, validation, test } = sides({ whole, part, norm }[variant])
  const changed = (d: SpikeDataset, stream: number) => perturbInSteps(d, spec, 1000 * seed + stream)
  const drawn = sides(part).train
  const subset = (epoch: number) => (variant === "norm" && fresh ? freshNorm(drawn, minimum, { seed, epoch }) : train)
  const blurred = (d: SpikeDataset, epoch: number) => jitter(d, { sigmaSteps: jitterSteps, seed: 1000 * seed + epoch })
  const anew = jitterSteps > 0 || (variant === "norm" && fresh)
  return {
    train: anew ? { epoch: (e) => changed(blurred(subset(e), e), 2 + e) } : changed(train, 2),
    validation: changed(validation, 1),
    test,
    once: changed(train, 2),
  }
}
