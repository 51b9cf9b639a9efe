import { mean } from "d3-array"
import { axonal, delaysOf, type Network } from "../network/index.js"
import { adam, type TrainedNetwork } from "../train/index.js"
import { accuracyBars } from "./accuracy-bars.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { type Fitted, fittedNetwork, timed } from "./fitted.js"
import { delaysOfClassifier } from "./network-classifiers.js"
import type { Scale } from "./scale.js"
import { type SpeechFigureOptions, type SpeechPlan, speechOptions, speechPlan } from "./speech-figure.js"
import { speechNetwork, speechTraining } from "./speech-recipe.js"
import { speechSamples } from "./speech-samples.js"
import { type SpeechSpec, trainedSpeech } from "./trained-speech.js"

/** spread: uniform over 0 to 45 steps, the recipe's. narrow: all within one step, so that nothing but their training can spread them. */
export const delayStarts = ["spread", "narrow"] as const

export interface DelayCondition {
  start: (typeof delayStarts)[number]
  delays: "fixed" | "trained"
  seed: number
}

export type DelayMeasures = {
  accuracy: number
  /** How far the delays of each hidden layer moved in training, a mean of absolute values (steps). */
  moved1: number
  moved2: number
  trainAccuracy?: number
  seconds: number
}

export interface DelaySizes {
  starts: readonly (typeof delayStarts)[number][]
  seeds: readonly number[]
}

const sizes: { readonly [scale in Scale]: DelaySizes } = {
  smoke: { starts: ["narrow"], seeds: [1] },
  quick: { starts: delayStarts, seeds: [1] },
  paper: { starts: delayStarts, seeds: [1, 2, 3, 4, 5] },
}

/**
 * What training the delays gives, apart from their mere spread: fixed against trained, once spread from the start and once all within one
 * step, where training (at five times the rate) has to do all of the work.
 */
export function delayFigure(
  options: Omit<SpeechFigureOptions, "models"> & Partial<DelaySizes>,
): Figure<DelayCondition, DelayMeasures> {
  const plan = speechPlan(options)
  const { starts, seeds } = chosenSizes("delays", sizes, options, speechOptions)
  return new Figure<DelayCondition, DelayMeasures>({
    name: "delays",
    scale: options.scale,
    conditions: combinations({ start: starts, delays: ["fixed", "trained"] as const, seed: seeds }),
    configuration: plan.configuration,
    train: (condition, signal) => timed(() => measure(plan, condition, signal)),
    chart: (rows) =>
      accuracyBars(
        rows.map((row) => ({ ...row, name: `${row.delays} delays`, group: `${row.start} at the start` })),
        { chance: plan.chance },
      ),
  })
}

async function measure(
  plan: SpeechPlan,
  { start, delays, seed }: DelayCondition,
  signal: AbortSignal,
): Promise<Omit<DelayMeasures, "seconds">> {
  const spec = plan.spec({ model: `${delays} delays`, seed })
  const fitted = start === "spread" ? await trainedSpeech(plan.set, spec, signal) : await fitNarrow(plan, spec, signal)
  signal.throwIfAborted()
  const [moved1, moved2] = movedSteps(fitted.network!)
  return { accuracy: fitted.accuracy(plan.test(spec)), moved1, moved2, trainAccuracy: fitted.trainAccuracy }
}

/** Only this figure asks for them. */
function fitNarrow(plan: SpeechPlan, spec: SpeechSpec, signal: AbortSignal): Promise<Fitted> {
  const { train, validation } = speechSamples(plan.set, spec)
  const net = delayStudyNetwork(speechNetwork(validation, { delays: delaysOfClassifier(spec.model)! }), "narrow")
  const { optimiser, ...training } = speechTraining()
  const options = { ...training, optimiser: adam({ ...optimiser, delayRate: 1 }) }
  return fittedNetwork(net, train, { ...options, seed: spec.seed, epochs: spec.epochs, validation, signal })
}

/** A network whose delays start narrow, or as they do. */
export function delayStudyNetwork(net: Network, start: (typeof delayStarts)[number]): Network {
  if (start === "spread") return net
  const narrow = ({ max, trained }: { max: number; trained: boolean }) => axonal({ max, trained, start: [0, net.dt] })
  return { ...net, connections: net.connections.map((c) => (c.delay ? { ...c, delay: narrow(c.delay) } : c)) }
}

/** How far delays moved, by population (steps). */
function movedSteps(trained: TrainedNetwork): number[] {
  const [before, after] = [delaysOf(trained, trained.initial), delaysOf(trained)]
  return Object.keys(after).map(
    (layer) => mean(after[layer], (delay, k) => Math.abs(delay - before[layer][k]) / trained.dt)!,
  )
}
