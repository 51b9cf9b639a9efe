export { vectorBits } from "./compile.js"
export { EventEngine, type EventEngineOptions, eventEngine } from "./event-engine.js"
