import assert from "node:assert/strict"
import test from "node:test"
import { exponential, fastSigmoid, type Network, type SrmAlpha, srmAlpha } from "../../../src/network/index.js"
import { fromSamples } from "../../../src/spikes/index.js"
import { withEngines } from "./engines.js"

/** Numbers that golden-srm-alpha.py prints. */
const golden: {
  name: string
  neuron: SrmAlpha
  weight: number
  inputs: number[]
  steps: number
  spikes: number[]
  loss: number
  gradient: number
}[] = [
  {
    name: "this library's defaults",
    neuron: srmAlpha({ surrogate: fastSigmoid(2) }),
    weight: 1.2,
    inputs: [0, 3],
    steps: 8,
    spikes: [1],
    loss: 0.005625,
    gradient: -4.1676974175e-2,
  },
  {
    name: "the paper's settings",
    neuron: srmAlpha({ threshold: 10, refractoryScale: 2, cut: true, surrogate: exponential(1, 0.1) }),
    weight: 14,
    inputs: [0, 1, 2, 9, 10, 20],
    steps: 26,
    spikes: [1, 10, 21],
    loss: 0.007159763314,
    gradient: -1.753104163635e-3,
  },
]

for (const { name, neuron, weight, inputs, steps, spikes, loss, gradient } of golden) {
  test(`both engines reproduce the spike response model's golden trace with ${name}`, async () => {
    const data = fromSamples([{ times: inputs, units: inputs.map(() => 0) }], {
      unitCount: 1,
      steps,
      dt: 1,
      classNames: ["one", "none"],
      labels: Uint16Array.of(0),
    })
    const net: Network = {
      dt: 1,
      steps,
      populations: [
        { name: "input", size: 1 },
        { name: "output", size: 2, neuron },
      ],
      connections: [{ from: "input", to: "output", weightNorm: false }],
    }
    const parameters = [{ weights: Float32Array.of(weight, 0) }]
    await withEngines(net, (engine, which) => {
      assert.deepEqual([...engine.record(parameters, data, [0])[1].times], spikes, which)
      const got = engine.gradients(parameters, data, [0], { kind: "spikeRate", correct: 0.2, wrong: 0 })
      assert.ok(Math.abs(got.loss - loss) < 1e-7, `${which}: loss ${got.loss}`)
      const slope = got.gradients[0].weights[0]
      assert.ok(Math.abs(slope / gradient - 1) < 1e-5, `${which}: gradient ${slope}`)
    })
  })
}
