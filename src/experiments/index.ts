export { Figure, type FigureDefinition, type Measures } from "./figure.js"
export { FigureRun } from "./figure-run.js"
export { fingerprint } from "./fingerprint.js"
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
