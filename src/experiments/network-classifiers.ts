import type { DataShape, Network } from "../network/index.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { FitOptions, TrainingData } from "../train/index.js"
import { type DelayLineOptions, delayLine } from "./delay-line.js"
import { type Fitted, fittedNetwork } from "./fitted.js"

/** Delays of a network: none, drawn once and kept, or trained. */
export type DelayKind = "none" | "fixed" | "trained"

/**
 * The networks that learn, between their controls: what a network does whose hidden layers and delays stay as they were drawn, with only the
 * read-out trained, and what a fixed bank of delays gives.
 */
export const networkClassifiers = [
  "frozen hidden",
  "frozen hidden, fixed delays",
  "no delays",
  "delay line",
  "fixed delays",
  "trained delays",
] as const
export type NetworkClassifier = (typeof networkClassifiers)[number]

/** Those that stand side by side where there are many levels: of the two frozen networks the better. */
export const comparedNetworks = networkClassifiers.filter((classifier) => classifier !== "frozen hidden")

const delaysOf: { readonly [classifier in NetworkClassifier]: DelayKind } = {
  "frozen hidden": "none",
  "frozen hidden, fixed delays": "fixed",
  "no delays": "none",
  "delay line": "none",
  "fixed delays": "fixed",
  "trained delays": "trained",
}

/** What becomes of a classifier's delays; undefined for what is no network. */
export const delaysOfClassifier = (classifier: string): DelayKind | undefined =>
  Object.hasOwn(delaysOf, classifier) ? delaysOf[classifier as NetworkClassifier] : undefined

/** A way to build the same network with one kind of delays or another. */
export type NetworkOf = (shape: DataShape, options: { delays: DelayKind }) => Network

/** Trains one of them; `line` is what the delay line is like. */
export async function fittedClassifier(
  classifier: NetworkClassifier,
  networkOf: NetworkOf,
  train: TrainingData,
  { validation, line, ...options }: FitOptions & { validation: SpikeDataset; line?: DelayLineOptions },
): Promise<Fitted> {
  const onLine = classifier === "delay line"
  const shown = onLine ? delayLine(validation, line) : validation
  const net = networkOf(shown, { delays: delaysOf[classifier] })
  const fitted = await fittedNetwork(net, onLine ? onDelayLine(train, line) : train, {
    ...options,
    ...(classifier.startsWith("frozen") && { optimiser: onlyReadOut(net, options.optimiser) }),
    validation: shown,
  })
  return onLine ? seenThrough(fitted, line) : fitted
}

/** A network that reads a delay line, for data that were not put on it yet. */
export const seenThrough = (fitted: Fitted, line?: DelayLineOptions): Fitted => ({
  ...fitted,
  accuracy: (data) => fitted.accuracy(delayLine(data, line)),
  probed: (data, options) => fitted.probed!(delayLine(data, line), options),
})

const onDelayLine = (train: TrainingData, line?: DelayLineOptions): TrainingData =>
  "epoch" in train ? { epoch: (epoch) => delayLine(train.epoch(epoch), line) } : delayLine(train, line)

function onlyReadOut(
  { populations, connections }: Network,
  optimiser: FitOptions["optimiser"],
): FitOptions["optimiser"] {
  const output = populations[populations.length - 1].name
  const hidden = connections.filter(({ to }) => to !== output)
  const factors = Object.fromEntries(hidden.map(({ from, to }) => [`${from}->${to}`, 0]))
  return optimiser && { ...optimiser, factors }
}
