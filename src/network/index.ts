export { alphaTaps } from "./alpha-taps.js"
export { checkKind } from "./check-kind.js"
export { checkParameters } from "./check-parameters.js"
export { type ConnectOptions, connect } from "./connect.js"
export {
  type Constant,
  constantsOf,
  constantsShape,
  fromParameter,
  type KindOfConstant,
  kindOfConstants,
  parameterBounds,
  slopeOfConstant,
  startConstants,
  toParameter,
  trainableOf,
  trainedNeurons,
  trainingOf,
} from "./constants.js"
export {
  axonal,
  type Delay,
  type DelayGradient,
  type DelayOptions,
  dendritic,
  isSpread,
  synaptic,
  wholeSteps,
} from "./delay.js"
export { delayCount, delayShape } from "./delay-shape.js"
export { delaysOf } from "./delays-of.js"
export { connectionNames, loadNetwork, saveNetwork } from "./files/index.js"
export { filterOf } from "./filter-of.js"
export { firstBroken } from "./first-broken.js"
export {
  type DataShape,
  dense,
  type Layer,
  type LayerOptions,
  type NetworkOptions,
  network,
  type Recurrent,
  readout,
} from "./layers.js"
export { type Connection, inputOf, type Network, type NetworkGraph, outputOf, type Population } from "./network.js"
export { type Neuron, type SpikingNeuron, sendsSpikes } from "./neuron.js"
export {
  type AdaptiveLif,
  type Adapts,
  adaptiveLif,
  type CubaLif,
  cubaLif,
  type LeakyIntegrator,
  type Lif,
  leakyIntegrator,
  lif,
  type PspFilter,
  pspFilter,
  type Reading,
  type Reset,
  type SrmAlpha,
  srmAlpha,
  startTaps,
  type TcLif,
  type Trained,
  tcLif,
} from "./neurons/index.js"
export {
  type ConnectionParameters,
  copyParameters,
  effectiveWeights,
  norm,
  type Parameters,
  tensorKinds,
  zerosLike,
} from "./parameters.js"
export { leastSteps, type Part, partsOf } from "./parts.js"
export { roundDelays } from "./round-delays.js"
export { type SpreadDelay, spreadDelay } from "./spread-delay.js"
export { exponential, fastSigmoid, type Surrogate, type SurrogateKind, surrogate, surrogateKinds } from "./surrogate.js"
export { validate } from "./validate.js"
