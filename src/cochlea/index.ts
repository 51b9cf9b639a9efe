export { type CochleaOptions, type CochleaSpikes, cochlea } from "./cochlea.js"
export { resample } from "./resample.js"
export { readWav, type Sound } from "./wav.js"
