export { type Backend, type TensorFlow, tensorflow } from "./load.js"
export { type TfjsEngine, tfjsEngine } from "./tfjs-engine.js"
