import assert from "node:assert/strict"
import test from "node:test"
import type { Loss } from "../../src/engine/engine.js"
import {
  adaptiveLif,
  axonal,
  cubaLif,
  type Delay,
  leakyIntegrator,
  lif,
  type Neuron,
  pspFilter,
  type SpikingNeuron,
  srmAlpha,
  surrogate,
  surrogateKinds,
  tcLif,
  tensorKinds,
  trainingOf,
} from "../../src/network/index.js"
import { delayKinds } from "./agreement/combinations.js"
import { centralDifference } from "./central-difference.js"
import { type Numbers, reference, smoothLoss } from "./reference.js"
import { small } from "./small-network.js"

const crossEntropy: Loss = { kind: "crossEntropy", scale: 0.3 }
const spikeRate: Loss = { kind: "spikeRate", correct: 0.2, wrong: 0.02 }
const smooth = surrogateKinds.map((kind) => surrogate(kind, { width: 0.9, scale: 0.8 }))

type Case = [name: string, neuron: SpikingNeuron, loss: Loss, output?: Neuron, delay?: Delay]

const cases: Case[] = [
  ...smooth.map((s): [string, SpikingNeuron, Loss] => [
    `srmAlpha, ${s.kind}`,
    srmAlpha({ tau: 1.5, surrogate: s }),
    crossEntropy,
  ]),
  ...delayKinds.map(([delayName, delay]): Case => {
    return [`cubaLif, ${delayName}`, cubaLif({ surrogate: smooth[1] }), crossEntropy, undefined, delay]
  }),
  ["srmAlpha, cut, paper's refractory", srmAlpha({ cut: true, refractoryScale: 2, surrogate: smooth[1] }), spikeRate],
  ...(["hard", "soft", "none"] as const).map((reset): [string, SpikingNeuron, Loss] => [
    `cubaLif, reset ${reset}`,
    cubaLif({ tauMembrane: 6, tauSynapse: 3, reset, surrogate: smooth[2] }),
    crossEntropy,
  ]),
  ...(["alpha", "exponential"] as const).map((shape): [string, SpikingNeuron, Loss] => [
    `srmAlpha with a filter, ${shape}`,
    srmAlpha({ psp: pspFilter({ taps: 8, tau: 3, shape }), surrogate: smooth[1] }),
    crossEntropy,
  ]),
  ["lif", lif({ tauMembrane: 6, reset: "soft", surrogate: smooth[0] }), { kind: "spikeProbability", floor: 0.5 }],
  ...(["current", "threshold"] as const).map((adapts): [string, SpikingNeuron, Loss] => [
    `adaptiveLif by its ${adapts}`,
    adaptiveLif({ adapts, tauMembrane: 6, tauAdaptation: 9, coupling: 0.3, jump: 0.2, surrogate: smooth[1] }),
    { kind: "spikeCount", correct: 5, wrong: 1 },
  ]),
  ...(
    [
      ["cubaLif", cubaLif({ tauMembrane: 6, tauSynapse: 3, trainTau: "each", surrogate: smooth[1] })],
      ["lif", lif({ tauMembrane: 6, reset: "soft", trainTau: "shared", surrogate: smooth[1] })],
      ["adaptiveLif", adaptiveLif({ tauMembrane: 6, tauAdaptation: 9, trainTau: "each", surrogate: smooth[1] })],
      ["srmAlpha", srmAlpha({ tau: 1.5, trainTau: "each", surrogate: smooth[1] })],
      ["tcLif", tcLif({ trainBeta: "each", resetGradient: 0.5, surrogate: smooth[1] })],
      ["tcLif, hard reset,", tcLif({ trainBeta: "shared", reset: "hard", resetGradient: 1, surrogate: smooth[2] })],
      [
        "cubaLif, half through its hard reset,",
        cubaLif({ tauMembrane: 6, tauSynapse: 3, resetGradient: 0.5, surrogate: smooth[1] }),
      ],
      [
        "adaptiveLif by its threshold, all through its hard reset,",
        adaptiveLif({
          adapts: "threshold",
          tauMembrane: 6,
          tauAdaptation: 9,
          coupling: 0.3,
          jump: 0.2,
          resetGradient: 1,
          trainTau: "shared",
          surrogate: smooth[1],
        }),
      ],
      [
        "lif, a third through its soft reset,",
        lif({ tauMembrane: 6, reset: "soft", resetGradient: 1 / 3, trainTau: "each", surrogate: smooth[1] }),
      ],
    ] as const
  ).map(
    ([name, neuron]): Case => [
      `${name} with ${trainingOf(neuron) ? "trained" : "fixed"} constants`,
      neuron,
      crossEntropy,
    ],
  ),
  ...(["maximum", "mean", "steps"] as const).map((read): [string, SpikingNeuron, Loss, Neuron] => [
    `leakyIntegrator, ${read}`,
    lif({ tauMembrane: 6, surrogate: smooth[1] }),
    crossEntropy,
    leakyIntegrator({ tauMembrane: 7, read, trainTau: "each" }),
  ]),
]

for (const [name, neuron, loss, output, delay = axonal({ max: 8 })] of cases) {
  const pass = { widthSteps: 1.7 }
  test(`the reference's gradients are finite differences of the smooth loss (${name})`, () => {
    for (const weightNorm of [true, false]) {
      const seed = 3
      const { net, data, samples } = small(neuron, { output, delay, weightNorm, seed })
      const at: Numbers[] = net.parameters.map((p) => ({ ...p }))
      const { traces, gradients, loss: value } = reference(net, at, data, samples, loss, pass)
      const f = smoothLoss(net, at, traces, data, samples, loss, pass)
      assert.ok(Math.abs(f(at) - value) < 1e-12)
      for (const [c, slopes] of gradients.entries()) {
        for (const key of tensorKinds) {
          const analytic = slopes[key]
          if (!analytic || (key === "delaySteps" && !delay.trained)) continue
          const largest = Math.max(...analytic.map(Math.abs))
          assert.ok(largest > 0, `${key} of connection ${c} has a gradient`)
          for (let k = 0; k < analytic.length; k += 11) {
            const difference = centralDifference(f, at, c, key, k)
            assert.ok(
              Math.abs(difference - analytic[k]) < 1e-5 * largest,
              `${c} ${key} ${k}: ${difference} ${analytic[k]}`,
            )
          }
        }
      }
    }
  })
}
