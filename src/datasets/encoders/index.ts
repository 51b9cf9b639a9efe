export { type DeltaOptions, encodeDelta } from "./encode-delta.js"
export { encodeLatency, type LatencyOptions } from "./encode-latency.js"
export { encodeRate, type RateOptions } from "./encode-rate.js"
export { type DenseOptions, fromDense } from "./from-dense.js"
