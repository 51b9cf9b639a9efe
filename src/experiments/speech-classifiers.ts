import type { Probes } from "../perturb/index.js"
import type { TrainingData } from "../train/index.js"
import { delayLine } from "./delay-line.js"
import { type Fitted, fittedCounts, fittedMachine, fittedNetwork } from "./fitted.js"
import { type DelayKind, speechNetwork, speechTraining } from "./speech-recipe.js"
import type { SpeechSamples } from "./speech-samples.js"

/**
 * What is compared on speech. The networks that learn stand between their controls: what counts allow; what a network does whose hidden
 * layers and delays stay as they were drawn, with only the read-out trained; what a fixed bank of delays gives; and, from above, a kernel
 * machine on the smoothed raster.
 */
export const speechClassifiers = [
  "count MLP",
  "frozen hidden",
  "frozen hidden, fixed delays",
  "no delays",
  "delay line",
  "fixed delays",
  "trained delays",
  "kernel machine",
] as const
export type SpeechClassifier = (typeof speechClassifiers)[number]

/** Those that stand side by side where there are many levels: of the two frozen networks the better. */
export const comparedClassifiers = speechClassifiers.filter((classifier) => classifier !== "frozen hidden")
/** Those that a quick run compares: what counts allow, the two networks in question, and the upper line. */
export const quickClassifiers: readonly SpeechClassifier[] = [
  "count MLP",
  "no delays",
  "trained delays",
  "kernel machine",
]

/** What becomes of a network's delays, for those that are networks. */
export const delaysOfClassifier: { readonly [classifier in SpeechClassifier]?: DelayKind } = {
  "frozen hidden": "none",
  "frozen hidden, fixed delays": "fixed",
  "no delays": "none",
  "delay line": "none",
  "fixed delays": "fixed",
  "trained delays": "trained",
}

/** Trains one of them. */
export async function fitSpeech(
  model: SpeechClassifier,
  { train, validation, once }: SpeechSamples,
  { seed, epochs, probe, signal }: { seed: number; epochs: number; probe?: Probes; signal: AbortSignal },
): Promise<Fitted> {
  if (model === "count MLP")
    return fittedCounts(train, { seed, epochs: Math.min(Math.ceil(epochs / 2), 30), validation, signal })
  if (model === "kernel machine") return fittedMachine(once, { signal })
  const line = model === "delay line"
  const shown = line ? delayLine(validation) : validation
  const net = speechNetwork(shown, { delays: delaysOfClassifier[model]! })
  const training = speechTraining()
  const frozen = { "input->hidden1": 0, "hidden1->hidden2": 0 }
  const fitted = await fittedNetwork(net, line ? onDelayLine(train) : train, {
    ...training,
    ...(model.startsWith("frozen") && { optimiser: { ...training.optimiser!, factors: frozen } }),
    ...(probe && { probe }),
    seed,
    epochs,
    validation: shown,
    signal,
  })
  return line ? { ...fitted, accuracy: (data) => fitted.accuracy(delayLine(data)) } : fitted
}

const onDelayLine = (train: TrainingData): TrainingData =>
  "epoch" in train ? { epoch: (epoch) => delayLine(train.epoch(epoch)) } : delayLine(train)
