import type { Probes } from "../perturb/index.js"
import { type Fitted, fittedCounts, fittedMachine } from "./fitted.js"
import { comparedNetworks, fittedClassifier, networkClassifiers } from "./network-classifiers.js"
import { speechNetwork, speechTraining } from "./speech-recipe.js"
import type { SpeechSamples } from "./speech-samples.js"

/** What is compared on speech: the networks and their controls stand between what counts allow and, from above, a kernel machine on the smoothed raster. */
export const speechClassifiers = ["count MLP", ...networkClassifiers, "kernel machine"] as const
export type SpeechClassifier = (typeof speechClassifiers)[number]

/** Those that stand side by side where there are many levels. */
export const comparedClassifiers = ["count MLP", ...comparedNetworks, "kernel machine"] as const
/** Those that a quick run compares: what counts allow, the two networks in question, and the upper line. */
export const quickClassifiers: readonly SpeechClassifier[] = [
  "count MLP",
  "no delays",
  "trained delays",
  "kernel machine",
]

/** Trains one of them. */
export async function fitSpeech(
  model: SpeechClassifier,
  { train, validation, once }: SpeechSamples,
  { seed, epochs, probe, signal }: { seed: number; epochs: number; probe?: Probes; signal: AbortSignal },
): Promise<Fitted> {
  if (model === "count MLP")
    return fittedCounts(train, { seed, epochs: Math.min(Math.ceil(epochs / 2), 30), validation, signal })
  if (model === "kernel machine") return fittedMachine(once, { signal })
  const options = { ...speechTraining(), ...(probe && { probe }), seed, epochs, validation, signal }
  return fittedClassifier(model, speechNetwork, train, options)
}
