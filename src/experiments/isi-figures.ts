import { split } from "../datasets/index.js"
import { accuracyAgainst, type Chart } from "../plot/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import { crossIsi, isi } from "../tasks/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { type Fitted, fittedCounts, timed } from "./fitted.js"
import { isiObserver } from "./isi-observer.js"
import { fittedClassifier } from "./network-classifiers.js"
import { type Perturbation, perturb } from "./perturbation.js"
import type { Scale } from "./scale.js"
import { isiNetwork, isiRecipe, isiTraining } from "./task-recipe.js"

export const isiModels = [
  "count MLP",
  "frozen hidden",
  "frozen hidden, fixed delays",
  "no delays",
  "delay line",
  "fixed delays",
  "trained delays",
  "ideal observer",
] as const
export type IsiModel = (typeof isiModels)[number]

/** One training: trained and tested at its own level. */
export interface IsiCondition {
  perturbation: Perturbation
  /** f of randomise, sigma (ms) of jitter and shift, probability of delete. */
  level: number
  model: IsiModel
  /** Length of a step (ms). */
  dt: number
  seed: number
}

export type IsiMeasures = { accuracy: number; trainAccuracy?: number; seconds: number }

/** What a figure of an interval task may be given in place of its scale's sizes. */
export interface IsiSizes {
  /** Points of the plane before its border is left out. */
  points: number
  /** (ms) */
  duration: number
  dts: readonly number[]
  /** Levels by perturbation, from 0 up; level 0 is trained once, as f = 0. */
  levels: { readonly [perturbation in Perturbation]?: readonly number[] }
  models: readonly IsiModel[]
  seeds: readonly number[]
  epochs: number
}

export interface IsiOptions extends Partial<IsiSizes> {
  scale: Scale
}

/** What only says how much of a result a trained hidden layer is needed for: once, at the first step size. */
const isControl = (model: IsiModel): boolean => model === "delay line" || model.startsWith("frozen")

/** Ten copies over the longest interval. */
const isiDelayLine = { copies: 10, spacing: 10 }

const sizes: { readonly [scale in Scale]: IsiSizes } = {
  smoke: {
    points: 120,
    duration: 2000,
    dts: [10],
    levels: { randomise: [0, 1], jitter: [30], shift: [50], delete: [0.5] },
    models: ["count MLP", "trained delays", "ideal observer"],
    seeds: [1],
    epochs: 1,
  },
  quick: {
    points: 3000,
    duration: 4000,
    dts: [10, 5],
    levels: { randomise: [0, 0.2, 0.5, 0.8, 1], jitter: [10, 30], shift: [10, 50], delete: [0.3, 0.7] },
    models: isiModels,
    seeds: [1],
    epochs: 20,
  },
  paper: {
    points: 5000,
    duration: 10_000,
    dts: [1, 0.5],
    levels: {
      randomise: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
      jitter: [1, 5, 10, 20, 25, 30],
      shift: [2, 5, 15, 25],
      delete: [0.1, 0.3, 0.5, 0.7, 0.9],
    },
    models: isiModels,
    seeds: [1, 2, 3, 4, 5],
    epochs: 30,
  },
}

/** Intervals inside a neuron: accuracy against each perturbation, with and without delays, beside what counts allow and what is possible. */
export const isiFigure = (options: IsiOptions): Figure<IsiCondition, IsiMeasures> => intervalFigure("isi", options)

/** Intervals across two neurons, of which each alone says nothing. */
export const crossIsiFigure = (options: IsiOptions): Figure<IsiCondition, IsiMeasures> =>
  intervalFigure("cross-isi", options)

function intervalFigure(name: "isi" | "cross-isi", options: IsiOptions): Figure<IsiCondition, IsiMeasures> {
  const { scale } = options
  const { points, duration, dts, levels, models, seeds, epochs } = chosenSizes(name, sizes, options, { scale: true })
  const conditions = Object.entries(levels).flatMap(([perturbation, own]) =>
    combinations({
      perturbation: [perturbation as Perturbation],
      // the step is varied where timing turns into rate; once is enough for the others
      dt: perturbation === "randomise" ? dts : dts.slice(0, 1),
      level: perturbation === "randomise" ? own : own.filter((level) => level > 0),
      model: models,
      seed: seeds,
    }).filter(({ model, dt }) => !isControl(model) || (perturbation === "randomise" && dt === dts[0])),
  )
  const samples = (dt: number, seed: number) => (name === "isi" ? isi : crossIsi)({ seed, points, duration, dt })
  return new Figure({
    name,
    scale,
    conditions,
    configuration: { version: 2, points, duration, epochs, recipe: isiRecipe },
    small: true,
    train: (condition, signal, threads) =>
      timed(() =>
        trainOne(name === "cross-isi", samples(condition.dt, condition.seed), condition, epochs, { signal, threads }),
      ),
    chart: intervalChart,
  })
}

async function trainOne(
  across: boolean,
  samples: SpikeDataset,
  { perturbation, level, model, seed }: IsiCondition,
  epochs: number,
  { signal, threads }: { signal: AbortSignal; threads?: number },
): Promise<Omit<IsiMeasures, "seconds">> {
  const data = perturb(samples, perturbation, level, { seed: seed + 1000, commonSteps: 0 })
  const { train, validation, test } = split(data, { by: "random", seed })
  const fitted = async (): Promise<Fitted> => {
    if (model === "ideal observer") return isiObserver(data, { across, perturbation, level })
    if (model === "count MLP") return fittedCounts(train, { seed, epochs, validation, signal })
    const options = { ...isiTraining(data), seed, epochs, validation, signal, threads }
    return fittedClassifier(model, isiNetwork, train, { ...options, line: isiDelayLine })
  }
  const { accuracy, trainAccuracy } = await fitted()
  return { accuracy: accuracy(test), ...(trainAccuracy !== undefined && { trainAccuracy }) }
}

/** Accuracy against the share of moved spikes, a panel a step size. The other perturbations: {@link intervalPanels}. */
function intervalChart(rows: readonly (IsiCondition & IsiMeasures)[]): Chart {
  return accuracyAgainst(
    rows
      .filter(({ perturbation }) => perturbation === "randomise")
      .map((row) => ({ ...row, step: `steps of ${row.dt} ms` })),
    "level",
    { by: "model", across: "step", chance: 0.5, levelTitle: "share of spikes moved at random, f" },
  )
}

/**
 * The rows of one perturbation, and those at level 0, which all perturbations share, of the models that met it: lines of accuracy against
 * its level.
 */
export const rowsOf = <
  Row extends { readonly perturbation: string; readonly level: number; readonly model: string; readonly dt?: number },
>(
  rows: readonly Row[],
  perturbation: Row["perturbation"],
): Row[] => {
  const own = rows.filter((row) => row.perturbation === perturbation)
  const clean = rows.filter(
    (row) => row.level === 0 && own.some(({ dt, model }) => dt === row.dt && model === row.model),
  )
  return [...clean, ...own.filter((row) => row.level > 0)]
}
