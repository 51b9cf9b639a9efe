export { type ExportOptions, exportNir } from "./export-nir.js"
export { type ImportOptions, importNir } from "./import-nir.js"
export type { Integration } from "./neuron-nodes.js"
