// Run in a process of its own: a wrong binding can take the process with it.
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)
/** @type {Record<string, unknown>} */
const util = require("node:util")
// Gone from Node 24, and called by tfjs-node.
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === null || value === undefined
util.isArray ??= Array.isArray
process.env.TF_CPP_MIN_LOG_LEVEL ??= "3"

const tf = require("@tensorflow/tfjs-node")
const gradient = tf.grad((x) => x.square().mul(3).sum())
const [, slope] = gradient(tf.tensor1d([1, 2, 3])).dataSync()
if (tf.getBackend() !== "tensorflow") throw new Error(`the backend is ${tf.getBackend()}, not tensorflow`)
if (slope !== 12) throw new Error(`the gradient of 3 x^2 at 2 is ${slope}, not 12`)
