import { mean } from "d3-array"
import { randomise } from "../perturb/index.js"
import { accuracyAgainst } from "../plot/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { timed } from "./fitted.js"
import { mixUnits } from "./mix-units.js"
import { testSeed } from "./repeats.js"
import type { Scale } from "./scale.js"
import { comparedClassifiers, type SpeechClassifier } from "./speech-classifiers.js"
import { type SpeechFigureOptions, type SpeechPlan, speechOptions, speechPlan } from "./speech-figure.js"
import { trainedSpeech } from "./trained-speech.js"

export interface ChannelCondition {
  /** A band of neighbouring channels, 0 the lowest. */
  band: number
  model: SpeechClassifier
  seed: number
}

export type ChannelMeasures = {
  /** Channels of the cochlea in the band: the one in its middle. */
  channel: number
  channels: number
  /** With the timing of the band gone. */
  accuracy: number
  clean: number
  /** What the band's timing was worth. */
  drop: number
  seconds: number
}

export interface ChannelSizes {
  bands: number
  models: readonly SpeechClassifier[]
  seeds: readonly number[]
  repeats: number
}

const sizes: { readonly [scale in Scale]: ChannelSizes } = {
  smoke: { bands: 2, models: ["trained delays"], seeds: [1], repeats: 1 },
  quick: { bands: 10, models: ["no delays", "trained delays"], seeds: [1], repeats: 3 },
  paper: {
    bands: 20,
    // counts have no timing to lose
    models: comparedClassifiers.filter((model) => model !== "count MLP"),
    seeds: [1, 2, 3],
    repeats: 5,
  },
}

/** Which channels carry timing: the spikes of one band of channels are moved at random at the test (f = 1), the others stay. */
export function channelFigure(
  options: SpeechFigureOptions & Partial<ChannelSizes>,
): Figure<ChannelCondition, ChannelMeasures> {
  const plan = speechPlan(options)
  const { bands, models, seeds, repeats } = chosenSizes("channels", sizes, options, speechOptions)
  const band = Array.from({ length: bands }, (_, b) => b)
  return new Figure<ChannelCondition, ChannelMeasures>({
    name: "channels",
    scale: options.scale,
    conditions: combinations({ model: models, seed: seeds, band }),
    configuration: { ...plan.configuration, bands, repeats },
    train: (condition, signal) => timed(() => measure(plan, condition, bands, repeats, signal)),
    chart: (rows) =>
      accuracyAgainst(rows, "channel", {
        by: "model",
        chance: plan.chance,
        levelTitle: "channels without timing (middle of the band)",
      }),
  })
}

async function measure(
  plan: SpeechPlan,
  { band, model, seed }: ChannelCondition,
  bands: number,
  repeats: number,
  signal: AbortSignal,
): Promise<Omit<ChannelMeasures, "seconds">> {
  const spec = plan.spec({ model, seed })
  const { accuracy } = await trainedSpeech(plan.set, spec, signal)
  const test = plan.test(spec)
  const [from, to] = [band, band + 1].map((b) => Math.round((b * test.unitCount) / bands))
  const units = Array.from({ length: to - from }, (_, k) => from + k)
  const states = Array.from({ length: repeats }, (_, r) =>
    mixUnits(test, randomise(test, { fraction: 1, seed: testSeed(seed, r) }), units),
  )
  const [without, clean] = [mean(states, accuracy)!, accuracy(test)]
  const middle = (from + to - 1) >> 1
  // whole has all channels, the other variants those that normalise() kept
  const channel = spec.variant === "whole" ? middle : plan.set.normalised.channels[middle]
  return { channel, channels: units.length, accuracy: without, clean, drop: clean - without }
}
