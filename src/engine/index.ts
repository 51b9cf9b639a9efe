export { type Activity, type ActivityBound, type ActivityBounds, checkActivity } from "./activity.js"
export { checkProbes } from "./check-probes.js"
export { checkDropout, type Dropout, dropoutOf } from "./dropout.js"
export type { Engine, EvaluationResult, ForwardResult, GradientResult, Loss, Pass } from "./engine.js"
export {
  EventEngine,
  type EventEngineOptions,
  eventEngine,
  type MomentStep,
  moveByMoments,
  vectorBits,
} from "./event/index.js"
export { checkedLoss, checkLoss, decision, lossOfCounts } from "./loss.js"
export {
  type NetworkState,
  type NetworkStep,
  type PopulationStep,
  type Recorded,
  type Recording,
  Simulation,
  type Stepper,
  simulate,
  stepper,
} from "./simulate/index.js"
