import {
  adaptiveLif,
  axonal,
  cubaLif,
  type Delay,
  dendritic,
  lif,
  pspFilter,
  type Reset,
  type SpikingNeuron,
  type Surrogate,
  srmAlpha,
  surrogate,
  surrogateKinds,
  synaptic,
  type Trained,
  tcLif,
} from "../../../src/network/index.js"

/** Every neuron form, under a name for the test's title; each crossed with every surrogate. */
export const neurons: readonly [string, SpikingNeuron][] = surrogateKinds.flatMap((kind): [string, SpikingNeuron][] => {
  const shape = surrogate(kind, { width: 0.7, scale: 0.9 })
  return [
    [`srmAlpha, ${kind}`, srmAlpha({ surrogate: shape })],
    [
      `srmAlpha with long kernels, ${kind}`,
      srmAlpha({ tau: 2.5, tauRefractory: 4, refractoryScale: 2, threshold: 1.3, surrogate: shape }),
    ],
    [`srmAlpha without refractory response, ${kind}`, srmAlpha({ tau: 1.5, refractoryScale: 0, surrogate: shape })],
    [`srmAlpha with trained taps, ${kind}`, srmAlpha({ psp: pspFilter({ taps: 9, tau: 3 }), surrogate: shape })],
    [
      `srmAlpha with fixed taps and cut kernels, ${kind}`,
      srmAlpha({
        psp: pspFilter({ taps: 40, tau: 2, shape: "exponential", trained: false }),
        cut: true,
        surrogate: shape,
      }),
    ],
    [`srmAlpha with cut kernels, ${kind}`, srmAlpha({ tau: 1.2, cut: true, surrogate: shape })],
    ...trained(shape).map(([name, neuron]): [string, SpikingNeuron] => [`${name}, ${kind}`, neuron]),
    ...(["hard", "soft", "none"] as const).flatMap((reset): [string, SpikingNeuron][] => [
      [
        `cubaLif with ${reset} reset, ${kind}`,
        cubaLif({ tauMembrane: 6, tauSynapse: 3, threshold: 1.1, reset, surrogate: shape }),
      ],
      [`lif with ${reset} reset, ${kind}`, lif({ tauMembrane: 6, threshold: 1.1, reset, surrogate: shape })],
      [
        `adaptiveLif (current) with ${reset} reset, ${kind}`,
        adaptiveLif({ tauMembrane: 6, tauAdaptation: 11, coupling: 0.8, jump: 0.3, reset, surrogate: shape }),
      ],
      [
        `adaptiveLif (threshold) with ${reset} reset, ${kind}`,
        adaptiveLif({
          adapts: "threshold",
          tauMembrane: 5,
          tauAdaptation: 9,
          coupling: 0.2,
          jump: 0.4,
          threshold: 0.9,
          reset,
          surrogate: shape,
        }),
      ],
    ]),
  ]
})

/**
 * Every neuron whose time constants can be trained, shared or one each, with a share of the gradient through its reset: another reset for
 * each neuron of a surrogate and each surrogate of a neuron (in covering.test.ts every two of these meet).
 */
function trained(shape: Surrogate): [string, SpikingNeuron][] {
  // a slope that never falls lets resets amplify the gradient from step to step, until 32 bits no longer hold it
  const most = shape.kind === "straightThrough" ? 0.05 : 0.7
  const resets: readonly Common[] = [
    { reset: "hard", trainTau: "each" },
    { reset: "hard", trainTau: "each", resetGradient: most },
    { reset: "soft", trainTau: "shared", resetGradient: 0.4 },
    { reset: "none", trainTau: "each", resetGradient: 1 },
  ]
  const common = (n: number) => ({ ...resets[(n + surrogateKinds.indexOf(shape.kind)) % 4], surrogate: shape })
  const reset: readonly SpikingNeuron[] = [
    cubaLif({ tauMembrane: 6, tauSynapse: 3, threshold: 1.1, ...common(0) }),
    lif({ tauMembrane: 6, threshold: 1.1, ...common(1) }),
    adaptiveLif({ tauMembrane: 6, tauAdaptation: 11, coupling: 0.8, ...common(2) }),
    adaptiveLif({ adapts: "threshold", tauMembrane: 5, tauAdaptation: 9, coupling: 0.2, jump: 0.4, ...common(3) }),
    twoCompartments(common(4)),
  ]
  return [
    ["srmAlpha with a trained tau", srmAlpha({ tau: 2.5, refractoryScale: 1, trainTau: "each", surrogate: shape })],
    ["tcLif with fixed betas", tcLif({ beta1: 0.4, beta2: 0.3, gamma: 0.4, surrogate: shape })],
    ["srmAlpha with a shared tau", srmAlpha({ tau: 2, trainTau: "shared", surrogate: shape })],
    ...reset.map((neuron, n): [string, SpikingNeuron] => {
      const { reset, trainTau, resetGradient = 0 } = resets[(n + surrogateKinds.indexOf(shape.kind)) % 4]
      const adapts = neuron.kind === "adaptiveLif" ? ` by its ${neuron.adapts}` : ""
      return [
        `${neuron.kind}${adapts}, ${reset} reset that ${resetGradient} of the gradient passes, taus ${trainTau}`,
        neuron,
      ]
    }),
  ]
}

/** TC-LIF, whose betas are trained where others train time constants. */
export function twoCompartments({
  trainTau,
  ...common
}: Partial<Common> & { readonly surrogate: Surrogate }): SpikingNeuron {
  return tcLif({ beta1: 0.4, beta2: 0.3, gamma: 0.4, ...common, ...(trainTau && { trainBeta: trainTau }) })
}

interface Common {
  readonly reset: Reset
  readonly trainTau: Trained
  readonly resetGradient?: number
}

/** None, fixed and trained; some reach past the window. */
export const delays: readonly [string, Delay | undefined][] = [
  ["no delays", undefined],
  ["fixed delays", axonal({ max: 9, start: [0, 9], trained: false })],
  ["trained delays", axonal({ max: 14, start: [0, 14] })],
  ["delays trained by interpolation", axonal({ max: 14, start: [0, 14], gradient: "interpolation" })],
]

/** Every kind of delay with every gradient, and fixed ones. */
export const delayKinds: readonly [string, Delay][] = Object.entries({ axonal, dendritic, synaptic }).flatMap(
  ([kind, make]): [string, Delay][] => [
    [`fixed ${kind} delays`, make({ max: 14, start: [0, 14], trained: false })],
    [`${kind} delays with a lower bound`, make({ min: 2, max: 9, start: [2, 9], gradient: "gaussian" })],
    ...(["difference", "interpolation", "gaussian"] as const).map((gradient): [string, Delay] => [
      `${kind} delays trained by ${gradient}`,
      make({ max: 14, start: [0, 14], gradient }),
    ]),
  ],
)
