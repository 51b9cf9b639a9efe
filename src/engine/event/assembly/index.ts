// What the engine calls. Pointers are byte addresses in the memory that all workers share; nothing is allocated here.
// No function may need static data (a table of Mathf, a string): each thread would write it over the engine's own when it starts.
export { accumulate, weightGradient } from "./accumulate"
export { adaptiveLifBackward, adaptiveLifForward } from "./adaptive-lif"
export { accumulateBlocks, productBlocks, send, unshiftAlike, unshiftBlocks } from "./cycle"
export { cubaLifBackward, cubaLifForward } from "./cuba-lif"
export { delayGradient, delayGradientAtSpikes, unshift } from "./delay"
export { arrange, collect, delaySpikes } from "./events"
export { fastProduct, quantise } from "./fast-product"
export { clear, repeat } from "./fill"
export { deviations, interpolate, sum } from "./interpolate"
export { leakBackward, leakForward } from "./leaky-integrator"
export { addInto, product } from "./product"
export { alphaBackward, alphaForward, filterBackward, filterForward, membraneGradient, refractory, tapGradient } from "./srm-alpha"
