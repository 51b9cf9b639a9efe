import { mean } from "d3-array"
import { accuracyAgainst } from "../plot/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { originOf } from "./fingerprint.js"
import { timed } from "./fitted.js"
import { type Reordering, reorder, reorderings } from "./perturbation.js"
import { testSeed } from "./repeats.js"
import type { Scale } from "./scale.js"
import { comparedClassifiers, quickClassifiers, type SpeechClassifier } from "./speech-classifiers.js"
import { type SpeechFigureOptions, type SpeechPlan, speechOptions, speechPlan } from "./speech-figure.js"
import { perturbInSteps } from "./speech-samples.js"
import { trainedSpeech } from "./trained-speech.js"

export interface ReversalCondition {
  /** How the samples are parted: by lot, or so that nobody is heard both in training and in the test. */
  by: "random" | "speaker"
  /** Share of the spikes that are moved at random, f, in training and test. */
  fraction: number
  model: SpeechClassifier
  seed: number
}

/** Accuracy by the order in which the test samples are played, a mean over the test repeats. */
export type ReversalMeasures = { readonly [order in Reordering]: number } & { trainAccuracy?: number; seconds: number }

export interface ReversalSizes {
  /** By lot. By speaker, only f = 0. */
  fractions: readonly number[]
  models: readonly SpeechClassifier[]
  seeds: readonly number[]
  repeats: number
}

const sizes: { readonly [scale in Scale]: ReversalSizes } = {
  smoke: { fractions: [0], models: ["trained delays"], seeds: [1], repeats: 1 },
  quick: {
    fractions: [0, 0.2, 0.5],
    models: quickClassifiers.filter((model) => model !== "count MLP"),
    seeds: [1],
    repeats: 3,
  },
  paper: {
    fractions: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    // counts know no order
    models: comparedClassifiers.filter((model) => model !== "count MLP"),
    seeds: [1, 2, 3],
    repeats: 5,
  },
}

/**
 * Trained forward, tested in other orders of time that keep every count: backwards inside the active window; with the time bins in a random
 * order, the same for all channels (who fires together still does); and with an own order for each channel (nothing but counts is left).
 */
export function reversalFigure(
  options: SpeechFigureOptions & Partial<ReversalSizes>,
): Figure<ReversalCondition, ReversalMeasures> {
  const plan = speechPlan(options)
  const { fractions, models, seeds, repeats } = chosenSizes("reversal", sizes, options, speechOptions)
  const all = { model: models, seed: seeds }
  const conditions = [
    ...combinations({ by: ["random"] as const, fraction: fractions, ...all }),
    ...(options.data.speakers ? combinations({ by: ["speaker"] as const, fraction: [0], ...all }) : []),
  ]
  return new Figure<ReversalCondition, ReversalMeasures>({
    name: "reversal",
    scale: options.scale,
    conditions,
    configuration: { ...plan.configuration, repeats },
    dependsOn: ({ by }) => originOf(plan.set.whole, by),
    train: (condition, signal) => timed(() => measure(plan, condition, repeats, signal)),
    chart: (rows) =>
      accuracyAgainst(
        byOrder(rows).filter(({ by }) => by === "random"),
        "fraction",
        { by: "tested", across: "model", chance: plan.chance, levelTitle: "share of spikes moved at random, f" },
      ),
  })
}

async function measure(
  plan: SpeechPlan,
  { by, fraction, model, seed }: ReversalCondition,
  repeats: number,
  signal: AbortSignal,
): Promise<Omit<ReversalMeasures, "seconds">> {
  const change = { perturbation: "randomise", level: fraction } as const
  const spec = plan.spec({ model, seed, by, ...change })
  const { accuracy, trainAccuracy } = await trainedSpeech(plan.set, spec, signal)
  const test = plan.test(spec)
  const states = Array.from({ length: repeats }, (_, r) => perturbInSteps(test, change, testSeed(seed, r)))
  const inOrder = (order: Reordering) =>
    mean(states, (state, r) => accuracy(reorder(state, order, { seed: testSeed(seed, r) })))!
  const measured = Object.fromEntries(reorderings.map((order) => [order, inOrder(order)])) as Record<Reordering, number>
  return { ...measured, ...(trainAccuracy !== undefined && { trainAccuracy }) }
}

/** A row for each order in which the test samples were played. */
export const byOrder = <Row extends { readonly [order in Reordering]: number }>(
  rows: readonly Row[],
): (Row & { tested: Reordering; accuracy: number })[] =>
  rows.flatMap((row) => reorderings.map((tested) => ({ ...row, tested, accuracy: row[tested] })))
