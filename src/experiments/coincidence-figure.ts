import { split } from "../datasets/index.js"
import { accuracyAgainst } from "../plot/index.js"
import { coincidence } from "../tasks/index.js"
import { chosenSizes } from "./chosen-sizes.js"
import { coincidenceObserver } from "./coincidence-observer.js"
import { coincidenceRectifiers } from "./coincidence-rectifiers.js"
import { combinations } from "./combinations.js"
import { Figure } from "./figure.js"
import { type Fitted, fittedCounts, timed } from "./fitted.js"
import { delaysOfClassifier, fittedClassifier, type NetworkClassifier, type NetworkOf } from "./network-classifiers.js"
import type { Scale } from "./scale.js"
import { coincidenceNetwork, coincidenceRecipe, coincidenceTraining } from "./task-recipe.js"

export const coincidenceModels = [
  "count MLP",
  "frozen hidden",
  "no delays",
  "delay line",
  "fixed delays",
  "trained delays",
  "three rectifiers",
  "ideal observer",
] as const
export type CoincidenceModel = (typeof coincidenceModels)[number]
/** As in the paper, where the number of "on" windows tells the class to some extent; or exactly half of them on. */
export type Coin = "fair" | "balanced"

/** One training: trained and tested at its own level. */
export interface CoincidenceCondition {
  coin: Coin
  /** Overlap of the active counts, 0 to 1. */
  level: number
  model: CoincidenceModel
  /** Hidden neurons. */
  hidden: number
  /** Length of a step (ms). */
  dt: number
  seed: number
}

export type CoincidenceMeasures = { accuracy: number; trainAccuracy?: number; seconds: number }

export interface CoincidenceSizes {
  samplesPerClass: number
  dts: readonly number[]
  coins: readonly Coin[]
  levels: readonly number[]
  models: readonly CoincidenceModel[]
  hidden: readonly number[]
  seeds: readonly number[]
  epochs: number
}

export interface CoincidenceFigureOptions extends Partial<CoincidenceSizes> {
  scale: Scale
}

const sizes: { readonly [scale in Scale]: CoincidenceSizes } = {
  smoke: {
    samplesPerClass: 20,
    dts: [10],
    coins: ["fair"],
    levels: [0, 1],
    models: ["count MLP", "no delays", "ideal observer"],
    hidden: [3],
    seeds: [1],
    epochs: 2,
  },
  quick: {
    samplesPerClass: 500,
    dts: [10, 5],
    coins: ["fair", "balanced"],
    levels: [0, 0.3, 0.5, 0.7, 1],
    models: coincidenceModels.filter((model) => model !== "delay line"),
    hidden: [3],
    seeds: [1],
    epochs: 30,
  },
  paper: {
    samplesPerClass: 500,
    dts: [1, 2],
    coins: ["fair", "balanced"],
    levels: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    models: coincidenceModels,
    hidden: [3, 30],
    seeds: [1, 2, 3, 4, 5],
    epochs: 60,
  },
}

/**
 * Coincidence: which two of three groups of neurons are active together, against how much the active counts "on" and "off" overlap.
 * Steps of 1 ms, fair coins and three hidden neurons are the paper's.
 */
export function coincidenceFigure(
  options: CoincidenceFigureOptions,
): Figure<CoincidenceCondition, CoincidenceMeasures> {
  const { samplesPerClass, dts, coins, levels, models, hidden, seeds, epochs } = chosenSizes(
    "coincidence",
    sizes,
    options,
    { scale: true },
  )
  const conditions = combinations({ coin: coins, dt: dts, hidden, level: levels, model: models, seed: seeds }).filter(
    // neither the number of hidden neurons nor the step mean anything to those that are no networks; coins and steps are varied one at a time
    ({ coin, model, hidden: h, dt }) =>
      (isNetwork(model) || (h === hidden[0] && dt === dts[0])) &&
      (coin === coins[0] || dt === dts[0]) &&
      (!isControl(model) || (coin === coins[0] && dt === dts[0] && h === hidden[0])),
  )
  return new Figure<CoincidenceCondition, CoincidenceMeasures>({
    name: "coincidence",
    scale: options.scale,
    conditions,
    configuration: { version: 3, samplesPerClass, epochs, recipe: coincidenceRecipe },
    small: true,
    train: (condition, signal, threads) =>
      timed(() => trainOne(condition, samplesPerClass, epochs, { signal, threads })),
    chart: (rows) =>
      accuracyAgainst(inPanels(rows), "level", {
        by: "model",
        across: "panel",
        columns: 2,
        chance: 1 / 3,
        levelTitle: "overlap of on and off",
      }),
  })
}

const isNetwork = (model: CoincidenceModel): model is CoincidenceModel & NetworkClassifier =>
  delaysOfClassifier(model) !== undefined

/** What only says how much of a result trained hidden neurons and delays are needed for. */
const isControl = (model: CoincidenceModel): boolean =>
  isNetwork(model) && model !== "no delays" && model !== "trained delays"

/** Ten copies over the length of a window. */
const line = { copies: 10, spacing: 10 }

/** A panel for each coin, number of hidden neurons and step; those who know neither hidden neurons nor steps stand in each. */
function inPanels(
  rows: readonly (CoincidenceCondition & CoincidenceMeasures)[],
): (CoincidenceCondition & CoincidenceMeasures & { panel: string })[] {
  const panels = new Map(
    rows
      .filter(({ model }) => isNetwork(model))
      .map(({ coin, hidden, dt }) => [
        `${coin === "fair" ? "fair coins (the paper's)" : "half of the windows on"}, ${hidden} hidden, ${dt} ms`,
        { coin, hidden, dt },
      ]),
  )
  return [...panels].flatMap(([panel, { coin, hidden, dt }]) =>
    rows
      .filter((row) => row.coin === coin && (!isNetwork(row.model) || (row.hidden === hidden && row.dt === dt)))
      .map((row) => ({ ...row, panel })),
  )
}

async function trainOne(
  { coin, level, model, hidden, dt, seed }: CoincidenceCondition,
  samplesPerClass: number,
  epochs: number,
  { signal, threads }: { signal: AbortSignal; threads?: number },
): Promise<Omit<CoincidenceMeasures, "seconds">> {
  const data = coincidence({ level, seed, samplesPerClass, dt, coin })
  const fractions = { train: 0.6, validation: 0.15, test: 0.25 }
  const { train, validation, test } = split(data, { by: "random", seed, fractions })
  const fitted = async (): Promise<Fitted> => {
    if (model === "ideal observer") return coincidenceObserver({ level, coin })
    if (model === "three rectifiers") return coincidenceRectifiers(train)
    if (model === "count MLP") return fittedCounts(train, { seed, epochs: Math.min(20, epochs), validation, signal })
    const networkOf: NetworkOf = (shape, { delays }) => coincidenceNetwork(shape, { delays, hidden })
    return fittedClassifier(model, networkOf, train, {
      ...coincidenceTraining(data),
      ...{ seed, epochs, validation, signal, threads, line },
    })
  }
  const { accuracy, trainAccuracy } = await fitted()
  return { accuracy: accuracy(test), ...(trainAccuracy !== undefined && { trainAccuracy }) }
}
