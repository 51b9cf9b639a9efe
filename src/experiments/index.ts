export { accuracyBars, type BarRow } from "./accuracy-bars.js"
export { accuracyMatrix, type MatrixRow } from "./accuracy-matrix.js"
export { type ChannelCondition, type ChannelMeasures, channelFigure } from "./channel-figure.js"
export { type Claim, claims } from "./claims.js"
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
export { coincidenceRectifiers } from "./coincidence-rectifiers.js"
export { type ControlCondition, type ControlMeasures, controlFigure } from "./control-figure.js"
export { type DelayCondition, type DelayMeasures, delayFigure, delayStudyNetwork } from "./delay-figure.js"
export { type DelayLineOptions, delayLine } from "./delay-line.js"
export { Figure, type FigureDefinition, type Measures } from "./figure.js"
export { FigureRun } from "./figure-run.js"
export { type FigureName, type FigureRequest, figureByName, figureNames } from "./figures.js"
export type { Finding, Verdict } from "./finding.js"
export { fingerprint } from "./fingerprint.js"
export {
  type HiddenLayerCondition,
  type HiddenLayerMeasures,
  type HiddenLayerPart,
  hiddenLayerFigure,
} from "./hidden-layer-figure.js"
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
export { type LevelMatrixCondition, type LevelMatrixMeasures, levelMatrixFigure } from "./level-matrix-figure.js"
export { mixUnits } from "./mix-units.js"
export type { DelayKind } from "./network-classifiers.js"
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
export { PublishedResults, publishedResults } from "./published-results.js"
export {
  type RateVersusTimingCondition,
  type RateVersusTimingMeasures,
  type RateVersusTimingOptions,
  rateVersusTiming,
} from "./rate-versus-timing.js"
export { eachRepeat } from "./repeats.js"
export { type ResultStore, resultStore } from "./result-store.js"
export { type ResultRow, type ResultTable, readTables, tableName } from "./result-table.js"
export { resultsPage } from "./results-page.js"
export { byOrder, type ReversalCondition, type ReversalMeasures, reversalFigure } from "./reversal-figure.js"
export { chosenScale, type Scale, scales } from "./scale.js"
export { type SpeechClassifier, speechClassifiers } from "./speech-classifiers.js"
export { chosenSpeech } from "./speech-data.js"
export { speechNetwork, speechTraining } from "./speech-recipe.js"
export {
  deletionFigure,
  jitterFigure,
  type PerturbedSpeechCondition,
  type PerturbedSpeechMeasures,
  type PerturbedSpeechOptions,
  shiftFigure,
} from "./speech-under-perturbation.js"
export { type SplitCondition, type SplitMeasures, splitFigure } from "./split-figure.js"
export { coincidenceNetwork, coincidenceTraining, isiNetwork, isiTraining } from "./task-recipe.js"
