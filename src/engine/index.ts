export type { Engine, EvaluationResult, ForwardResult, GradientResult, Loss } from "./engine.js"
export { EventEngine, type EventEngineOptions, eventEngine } from "./event/index.js"
export { decision, lossOfCounts } from "./loss.js"
