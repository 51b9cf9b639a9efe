export { EventEngine, type EventEngineOptions, eventEngine } from "./event-engine.js"
export { vectorBits } from "./kernel-module.js"
export { type MomentStep, moveByMoments } from "./moments.js"
