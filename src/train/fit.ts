import { isDeepStrictEqual } from "node:util"
import { type Activity, checkProbes, type Dropout, dropoutOf, type Loss } from "../engine/index.js"
import { checkOptions, type OptionNames } from "../known-options.js"
import { inputOf, type Network, outputOf, validate } from "../network/index.js"
import type { Probes } from "../perturb/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { Checkpoint } from "./checkpoint.js"
import { checkCeiling, type GrowingCeiling } from "./delay-ceiling.js"
import type { DelayWidth } from "./delay-width.js"
import { initialise } from "./initialise.js"
import { type RunOptions, runOptions } from "./live-run.js"
import { crossEntropy } from "./losses.js"
import { adam, type Optimiser } from "./optimiser.js"
import { plainGraph } from "./plain-network.js"
import { constant, type Schedule } from "./schedule.js"
import { checkSettings, type TrainingSettings } from "./settings.js"
import { type TrainingData, TrainingRun } from "./training-run.js"

export interface FitOptions extends RunOptions {
  /** Fixes start values and the order of samples. */
  seed: number
  /** Passes over the training samples. */
  epochs: number
  validation?: SpikeDataset
  /** crossEntropy() by default. */
  loss?: Loss
  /** adam() by default. */
  optimiser?: Optimiser
  /** constant() by default. */
  schedule?: Schedule
  /** Samples an update; 32 by default. */
  batchSize?: number
  /** best (by validation loss; default where validation samples are given) or last. */
  keep?: "best" | "last"
  /** Ends the training after so many epochs without a better validation loss (the paper: 300). */
  patience?: number
  /** Shortens gradients that are longer than this, all parameters together. */
  clip?: number
  /** Holds trained delays below a ceiling that may rise; see {@link growingCeiling}. */
  ceiling?: GrowingCeiling
  /** How the width of Gaussian delays shrinks over the epochs: {@link shrinkingWidth}. They need one. */
  delayWidth?: DelayWidth
  /**
   * Ends the training with an error (which has the last good parameters) when an epoch's loss is more than so many times that of the
   * first epoch, or of a silent network where that is larger (10).
   */
  divergence?: number
  /** Threads that share a batch; every core by default. The result is the same on any number. */
  threads?: number
  /** fast: 16-bit products in the gradient, with an error of about 1e-4 that is checked on the first batch; exact by default. */
  precision?: "exact" | "fast"
  /**
   * Perturbations of populations' spikes, between spike and delay, in training and validation: `{ hidden1: { kind: "randomise", fraction:
   * 0.5 } }`. Spikes move anew in each epoch, in validation always alike. The gradient passes straight through: what arrives at a step is
   * credited to the neuron's potential at this step.
   */
  probe?: Probes
  /**
   * Share of the neurons that are silent for a whole sample, in training alone: of each hidden population (0.2), or by name (`{ input: 0.1,
   * hidden1: 0.3 }`). Others are silent in each epoch; spikes of the rest count 1/(1 - share) times. See {@link Dropout}.
   */
  dropout?: number | Dropout
  /**
   * Bounds of populations' activity, in spikes a sample: what crosses them is squared and added to the loss. `{ hidden1: { lower: {
   * spikes: 1 }, upper: { spikes: 10, strength: 0.06 } } }`: each neuron at least once, all of them ten times on average. Formulas:
   * {@link Activity}.
   */
  activity?: Activity
  /** Spikes a neuron and step at which each population starts; see {@link initialise}. */
  startRate?: number
}

const fitOptions: OptionNames<FitOptions & Pick<ResumeOptions, "resume">> = {
  ...runOptions,
  seed: true,
  epochs: true,
  validation: true,
  loss: true,
  optimiser: true,
  schedule: true,
  batchSize: true,
  keep: true,
  patience: true,
  clip: true,
  ceiling: true,
  delayWidth: true,
  divergence: true,
  threads: true,
  precision: true,
  probe: true,
  dropout: true,
  activity: true,
  startRate: true,
  resume: true,
}

/** Goes on with a training; options that are left out are as they were. Give the same samples, and the same validation samples. */
export type ResumeOptions = Partial<FitOptions> & { resume: Checkpoint }

/**
 * Trains a network by surrogate gradients, in a thread of its own. An untrained network is initialised first.
 *
 * @param net with `resume`: of the same shape as the checkpoint's; its parameters are those of the checkpoint
 * @param train samples, or an object that gives the samples of each epoch
 * @returns a run: await it for the trained network, iterate it for its epochs, `stop()` it
 * @throws RangeError when network, data or options do not fit each other
 */
export function fit(net: Network, train: TrainingData, options: FitOptions | ResumeOptions): TrainingRun {
  checkOptions<Partial<FitOptions> & { resume?: Checkpoint }>("fit", options, fitOptions)
  const { validation, signal, quiet, startRate } = options
  const resume = "resume" in options ? options.resume : undefined
  const settings = resume ? resumedSettings(resume, options) : newSettings(options as FitOptions, net)
  const network = validate(resume ? resume.network : net)
  if (resume) checkResume(resume, net, settings, validation)
  checkSettings(settings, network, validation !== undefined)
  checkProbes(settings.probe, network)
  const first = "epoch" in train ? train.epoch((resume?.state.history.length ?? 0) + 1) : train
  for (const [name, data] of Object.entries({ training: first, validation })) if (data) checkFits(network, data, name)
  const started = network.parameters ? network : initialise(network, first, { seed: settings.seed, rate: startRate })
  if (!resume) checkCeiling(started, settings.ceiling)
  return new TrainingRun(started, train, settings, { validation, signal, quiet, state: resume?.state })
}

/** What is plain about the options, with its defaults. */
function newSettings(options: FitOptions, net: Network): TrainingSettings {
  const {
    seed,
    epochs,
    patience,
    clip,
    ceiling,
    delayWidth,
    divergence,
    threads,
    precision,
    probe,
    dropout,
    activity,
  } = options
  return {
    loss: options.loss ?? crossEntropy(),
    optimiser: options.optimiser ?? adam(),
    schedule: options.schedule ?? constant(),
    epochs,
    batchSize: options.batchSize ?? 32,
    seed,
    keep: options.keep ?? (options.validation ? "best" : "last"),
    ...(divergence !== undefined && { divergence }),
    ...(threads !== undefined && { threads }),
    ...(precision !== undefined && { precision }),
    ...(probe !== undefined && { probe }),
    ...(activity !== undefined && { activity }),
    ...(dropout !== undefined && { dropout: dropoutOf(net, dropout) }),
    ...(patience !== undefined && { patience }),
    ...(clip !== undefined && { clip }),
    ...(ceiling !== undefined && { ceiling }),
    ...(delayWidth !== undefined && { delayWidth }),
  }
}

/** The settings of the checkpoint, but for those that are given anew. */
function resumedSettings({ network, settings }: Checkpoint, options: Partial<FitOptions>): TrainingSettings {
  const names = [
    ...([
      "loss",
      "optimiser",
      "schedule",
      "epochs",
      "batchSize",
      "seed",
      "threads",
      "precision",
      "probe",
      "activity",
    ] as const),
    ...(["keep", "patience", "clip", "ceiling", "delayWidth", "divergence"] as const),
  ]
  const given = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]])
  return {
    ...settings,
    ...(Object.fromEntries(given) as Partial<TrainingSettings>),
    ...(options.dropout !== undefined && { dropout: dropoutOf(network, options.dropout) }),
  }
}

function checkResume(
  { network, settings, state }: Checkpoint,
  net: Network,
  { seed, epochs, batchSize, ceiling }: TrainingSettings,
  validation: SpikeDataset | undefined,
): void {
  if (!isDeepStrictEqual(structuredClone(plainGraph(net)), structuredClone(plainGraph(network)))) {
    throw new RangeError(
      "fit: the network is not the one of the checkpoint; give checkpoint.network, or leave out resume.",
    )
  }
  if (seed !== settings.seed) {
    throw new RangeError(`fit: seed is ${seed} and the checkpoint's training has ${settings.seed}; leave it out.`)
  }
  if (epochs < state.history.length) {
    throw new RangeError(`fit: epochs is ${epochs} and the checkpoint stands after ${state.history.length}; give more.`)
  }
  if (state.partial && batchSize !== settings.batchSize) {
    throw new RangeError(
      `fit: batchSize is ${batchSize} and the checkpoint stands within an epoch of batches of ${settings.batchSize}; leave it out.`,
    )
  }
  if (!validation && state.history.some(({ validationLoss }) => validationLoss !== undefined)) {
    throw new RangeError("fit: the checkpoint's training had validation samples; give the same again.")
  }
  if (ceiling && !state.ceilings) {
    throw new RangeError("fit: the checkpoint's training had no ceiling of delays; leave it out.")
  }
}

function checkFits(net: Network, data: SpikeDataset, name: string): void {
  const [inputs, outputs] = [inputOf(net).size, outputOf(net).size]
  if (data.length === 0) throw new RangeError(`fit: there are no ${name} samples.`)
  if (data.unitCount !== inputs) {
    throw new RangeError(`fit: the network has ${inputs} inputs and the ${name} samples ${data.unitCount} units.`)
  }
  if (data.classNames.length > outputs) {
    throw new RangeError(`fit: the network has ${outputs} outputs for ${data.classNames.length} classes (${name}).`)
  }
  if (data.dt !== net.dt) {
    throw new RangeError(
      `fit: the network runs steps of ${net.dt} ms and the ${name} samples have steps of ${data.dt} ms; give samples of the same, or make the network for these.`,
    )
  }
  if (data.steps > net.steps) {
    throw new RangeError(
      `fit: the network simulates ${net.steps} steps and the ${name} samples have ${data.steps}; give network() a longer duration.`,
    )
  }
}
