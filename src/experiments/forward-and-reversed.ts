import { mean } from "d3-array"
import { reverse } from "../perturb/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { SpeechPlan } from "./speech-figure.js"
import { type SpeechSpec, trainedSpeech } from "./trained-speech.js"

/**
 * Accuracy of a training on its test samples, and on the same samples backwards in time.
 *
 * @param states the test samples in each state that the accuracies are a mean over; as they are, where not given
 */
export async function forwardAndReversed(
  plan: SpeechPlan,
  spec: SpeechSpec,
  signal: AbortSignal,
  states = (test: SpikeDataset): readonly SpikeDataset[] => [test],
): Promise<{ accuracy: number; reversed: number; trainAccuracy?: number }> {
  const { accuracy, trainAccuracy } = await trainedSpeech(plan.set, spec, signal)
  const tested = states(plan.test(spec))
  return {
    accuracy: mean(tested, accuracy)!,
    reversed: mean(tested, (state) => accuracy(reverse(state)))!,
    ...(trainAccuracy !== undefined && { trainAccuracy }),
  }
}
