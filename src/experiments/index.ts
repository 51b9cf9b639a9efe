export {
  type Coin,
  type CoincidenceCondition,
  type CoincidenceFigureOptions,
  type CoincidenceMeasures,
  type CoincidenceModel,
  coincidenceFigure,
  coincidenceModels,
} from "./coincidence-figure.js"
export { coincidenceObserver } from "./coincidence-observer.js"
export { Figure, type FigureDefinition, type Measures } from "./figure.js"
export { FigureRun } from "./figure-run.js"
export { fingerprint } from "./fingerprint.js"
export {
  crossIsiFigure,
  type IsiCondition,
  type IsiMeasures,
  type IsiModel,
  type IsiOptions as IsiFigureOptions,
  isiFigure,
  isiModels,
  rowsOf,
} from "./isi-figures.js"
export { type IsiObserverOptions, isiObserver } from "./isi-observer.js"
export type { Observer } from "./observer.js"
export {
  levelTitle,
  type Perturbation,
  perturb,
  perturbations,
  type Reordering,
  reorder,
  reorderings,
} from "./perturbation.js"
export {
  type RateVersusTimingCondition,
  type RateVersusTimingMeasures,
  type RateVersusTimingOptions,
  rateVersusTiming,
  type SpeechModel,
  speechModels,
} from "./rate-versus-timing.js"
export { type ResultStore, resultStore } from "./result-store.js"
export { chosenScale, type Scale, scales } from "./scale.js"
export { chosenSpeech } from "./speech-data.js"
export { type DelayKind, speechNetwork, speechTraining } from "./speech-recipe.js"
export { coincidenceNetwork, coincidenceTraining, isiNetwork, isiTraining } from "./task-recipe.js"
