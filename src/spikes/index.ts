export { fromSamples, type SampleSpikes } from "./from-samples.js"
export { SpikeDataset, type SpikeDatasetFields } from "./spike-dataset.js"
export { SpikeGrid } from "./spike-grid.js"
export type { SpikeTrain } from "./spike-train.js"
