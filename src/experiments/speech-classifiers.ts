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
  { seed, epochs, signal }: { seed: number; epochs: number; signal: AbortSignal },
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
    seed,
    epochs,
    validation: shown,
    signal,
  })
  return line ? { ...fitted, accuracy: (data) => fitted.accuracy(delayLine(data)) } : fitted
}

const onDelayLine = (train: TrainingData): TrainingData =>
  "epoch" in train ? { epoch: (epoch) => delayLine(train.epoch(epoch)) } : delayLine(train)
