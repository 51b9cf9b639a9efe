/**
 * Spiking networks, delays and spike perturbations: everything that a notebook has at hand.
 * Times are milliseconds throughout; only names that end in `Steps` count bins.
 */
export * from "./baselines/index.js"
export * from "./cochlea/index.js"
export * from "./datasets/index.js"
export * from "./display/index.js"
export * from "./engine/index.js"
export * from "./experiments/index.js"
export * from "./network/index.js"
export * from "./nir/index.js"
export * from "./perturb/index.js"
export * from "./plot/index.js"
export { type Random, random } from "./random.js"
export * from "./spikes/index.js"
export * from "./tasks/index.js"
export * from "./train/index.js"
export * from "./views/index.js"
