import { oneOf } from "../did-you-mean.js"
import {
  type Activity,
  checkActivity,
  checkDropout,
  checkLoss,
  type Dropout,
  type Loss,
  lossOfCounts,
} from "../engine/index.js"
import { checkKind, connectionNames, type NetworkGraph, outputOf } from "../network/index.js"
import type { Probes } from "../perturb/index.js"
import type { GrowingCeiling } from "./delay-ceiling.js"
import { checkWidth, type DelayWidth } from "./delay-width.js"
import { type Optimiser, optimiserKinds } from "./optimiser.js"
import { type Schedule, scheduleKinds } from "./schedule.js"

/** Everything about a training but its data: plain, so that it can be recorded and sent. */
export interface TrainingSettings {
  readonly loss: Loss
  readonly optimiser: Optimiser
  readonly schedule: Schedule
  readonly epochs: number
  readonly batchSize: number
  readonly seed: number
  readonly threads?: number
  /** See the event engine's option of this name. */
  readonly precision?: "exact" | "fast"
  /** See the event engine's option of this name; spikes move anew in each epoch. */
  readonly probe?: Probes
  /** Shares of the neurons that are silent for a sample, in training only; others in each epoch. */
  readonly dropout?: Dropout
  /** Bounds of activity, whose crossing training counts beside the loss. */
  readonly activity?: Activity
  /** Which parameters are kept: those of the epoch with the lowest validation loss (the paper's), or the last. */
  readonly keep: "best" | "last"
  /** Epochs without a better validation loss after which the training ends. */
  readonly patience?: number
  /** Longest gradient, all parameters together; a longer one is shortened to it. */
  readonly clip?: number
  readonly ceiling?: GrowingCeiling
  /** How the width of Gaussian delays shrinks. */
  readonly delayWidth?: DelayWidth
  /** The training has diverged where an epoch's loss is so many times {@link referenceLoss} (10). */
  readonly divergence?: number
}

/**
 * @throws RangeError naming the option that is out of range
 */
export function checkSettings(settings: TrainingSettings, graph: NetworkGraph, hasValidation: boolean): void {
  const { epochs, batchSize, patience, clip, divergence, optimiser, keep, delayWidth, dropout, activity } = settings
  for (const [name, value] of Object.entries({ epochs, batchSize, patience })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      throw new RangeError(`fit: ${name} is ${value}; give a whole number above 0.`)
    }
  }
  for (const [name, value] of Object.entries({ clip, divergence })) {
    if (value !== undefined && !(value > 0)) throw new RangeError(`fit: ${name} is ${value}; give a number above 0.`)
  }
  checkKind("fit: loss", settings.loss, undefined, "crossEntropy()")
  checkKind("fit: optimiser", optimiser, optimiserKinds, "adam({ rate: 5e-3 })")
  checkKind("fit: schedule", settings.schedule, scheduleKinds, "cosine()")
  checkLoss(settings.loss, graph)
  checkWidth(graph, delayWidth)
  checkDropout(dropout, graph)
  checkActivity(activity, graph)
  oneOf("fit: keep", keep, ["best", "last"])
  if (patience !== undefined && !hasValidation) {
    throw new RangeError(
      `fit: patience is ${patience} and there are no validation samples to judge by; give validation.`,
    )
  }
  for (const name of Object.keys(optimiser.factors ?? {})) {
    oneOf(`${optimiser.kind}: connection`, name, connectionNames(graph))
  }
}

/** What a loss is measured by to tell whether a training has diverged: that of a silent network, or of the first epoch where larger. */
export function referenceLoss(loss: Loss, graph: NetworkGraph, firstLoss: number): number {
  const silence = new Float32Array(outputOf(graph).size)
  return Math.max(firstLoss, lossOfCounts(loss, silence, 0, graph.steps, silence.slice()))
}
