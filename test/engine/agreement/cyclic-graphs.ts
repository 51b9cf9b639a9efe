import {
  adaptiveLif,
  axonal,
  type ConnectOptions,
  cubaLif,
  dendritic,
  lif,
  pspFilter,
  type SpikingNeuron,
  srmAlpha,
  surrogate,
  synaptic,
  tcLif,
} from "../../../src/network/index.js"

const shape = surrogate("fastSigmoid", { width: 0.9, scale: 0.8 })

/** Neurons for cycles, under names for tests' titles. */
export const neurons: readonly [string, SpikingNeuron][] = [
  ["cubaLif", cubaLif({ tauMembrane: 6, tauSynapse: 3, surrogate: shape })],
  ["lif with a soft reset", lif({ tauMembrane: 6, reset: "soft", surrogate: shape })],
  ["adaptiveLif", adaptiveLif({ tauMembrane: 6, tauAdaptation: 11, coupling: 0.8, jump: 0.3, surrogate: shape })],
  ["srmAlpha", srmAlpha({ tau: 1.5, refractoryScale: 1, surrogate: shape })],
  ["tcLif", tcLif({ beta1: 0.4, beta2: 0.3, gamma: 0.4, trainBeta: "each", resetGradient: 0.5, surrogate: shape })],
  ["cubaLif with trained taus", cubaLif({ tauMembrane: 6, tauSynapse: 3, trainTau: "each", surrogate: shape })],
]

export const itself = { from: "hidden1", to: "hidden1" }
const back = { from: "hidden2", to: "hidden1" }
/** What is added to a chain to make a cycle. */
export const graphs: readonly [string, readonly ConnectOptions[]][] = [
  ["a layer that hears itself", [itself]],
  ["plain weights back", [{ ...back, weightNorm: false }]],
  ["the output fed back, with trained delays", [{ from: "output", to: "hidden1", delay: axonal({ max: 6 }) }]],
  [
    "cycles inside each other, with delays by interpolation and a skip",
    [
      { ...itself, delay: axonal({ max: 9, gradient: "interpolation" }) },
      { ...back, latency: 3 },
      { from: "input", to: "hidden2" },
    ],
  ],
  [
    "only slow ways back",
    [
      { ...itself, latency: 5 },
      { ...back, delay: axonal({ min: 4, max: 11 }), latency: 2 },
    ],
  ],
]

/** A way back, and forward within the cycle, with each kind of delay that holds back more than a list of spikes. */
export const heldGraphs: readonly [string, readonly ConnectOptions[]][] = Object.entries({
  axonal,
  dendritic,
  synaptic,
}).flatMap(([kind, make]) =>
  (["difference", "interpolation", "gaussian"] as const).map((gradient): [string, readonly ConnectOptions[]] => [
    `${kind} delays trained by ${gradient}`,
    [
      { ...itself, delay: make({ max: 7, gradient }) },
      { ...back, latency: 2, delay: make({ min: 1, max: 6, gradient }) },
      { from: "hidden1", to: "hidden2", weightNorm: false, delay: make({ max: 4, gradient }) },
    ],
  ]),
)

/** Delays of three kinds in one cycle. */
export const mixedGraph: readonly [string, readonly ConnectOptions[]] = [
  "delays of pairs, dendrites and axons",
  [
    { ...itself, latency: 1, delay: synaptic({ max: 5, gradient: "gaussian" }) },
    { ...back, delay: dendritic({ min: 1, max: 6 }) },
    { from: "hidden1", to: "hidden2", delay: axonal({ max: 4, gradient: "interpolation" }) },
  ],
]

/** Neurons that look at inputs of many steps. */
export const filters: readonly [string, SpikingNeuron][] = [
  ["trained taps", srmAlpha({ psp: pspFilter({ taps: 9, tau: 3 }), surrogate: shape })],
  ["fixed taps", srmAlpha({ psp: pspFilter({ taps: 6, tau: 2, trained: false }), surrogate: shape })],
  ["cut kernels", srmAlpha({ tau: 1.2, cut: true, surrogate: shape })],
]
