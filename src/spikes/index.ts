export { fromSamples, type SampleSpikes } from "./from-samples.js"
export { SpikeDataset, type SpikeDatasetFields } from "./spike-dataset.js"
export type { SpikeTrain } from "./spike-train.js"
