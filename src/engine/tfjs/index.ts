export { type Backend, scoped, type TensorFlow, tensorflow } from "./load.js"
export { product } from "./product.js"
export { type TfjsEngine, tfjsEngine } from "./tfjs-engine.js"
