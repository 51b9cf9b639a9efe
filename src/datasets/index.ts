export { binSpikes } from "./bin-spikes.js"
export { compareSplits, type SplitRow } from "./compare-splits.js"
export { type EncodeOptions, encodeWavs } from "./encode-wavs.js"
export {
  type DeltaOptions,
  type DenseOptions,
  encodeDelta,
  encodeLatency,
  encodeRate,
  fromDense,
  type LatencyOptions,
  type RateOptions,
} from "./encoders/index.js"
export {
  CATALOGUE,
  cacheFolder,
  type FetchOptions,
  type FetchProgress,
  fetchData,
  type RemoteName,
} from "./fetch/index.js"
export { type FreshEachEpoch, freshEachEpoch, freshNorm } from "./fresh-norm.js"
export { type LoadOptions, shd, shdNorm, ssc, sscNorm } from "./load.js"
export { merge } from "./merge.js"
export { type Normalised, type NormaliseOptions, type NormaliseReport, normalise } from "./normalise.js"
export { normaliseFiles, variantOfFiles } from "./normalise-files.js"
export { pickUnits } from "./pick-units.js"
export { type ReadEventsOptions, readEvents } from "./read-events.js"
export { type ReadNmnistOptions, readNmnist } from "./read-nmnist.js"
export { type ReadNormOptions, readNorm } from "./read-norm.js"
export { type ReadShdOptions, readShd, type ShdSource, shdChunks } from "./read-shd.js"
export { shuffle } from "./shuffle.js"
export { type Split, type SplitOptions, split } from "./split.js"
export { type SpokenDigitsOptions, spokenDigits } from "./spoken-digits/index.js"
export { type Variant, variant } from "./variant.js"
export { type RawSpikes, writeShd } from "./write-shd.js"
