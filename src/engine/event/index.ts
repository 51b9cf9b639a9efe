export { EventEngine, type EventEngineOptions, eventEngine } from "./event-engine.js"
