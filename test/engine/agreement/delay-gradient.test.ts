import assert from "node:assert/strict"
import test from "node:test"
import { axonal, cubaLif, dendritic, type Network, srmAlpha, synaptic } from "../../../src/network/index.js"
import { fromSamples } from "../../../src/spikes/index.js"
import { withEngines } from "./engines.js"

// Two inputs, one spike each; only together do they make the output fire, and only the first one's way is delayed.
// They do so at one step apart or together. The second arrives at step 14, so the first (sent at step 2) fits at a delay of 12.
const data = fromSamples([{ times: [2, 14], units: [0, 1] }], {
  unitCount: 2,
  steps: 30,
  dt: 1,
  classNames: ["fire", "do not"],
  labels: Uint16Array.of(0),
})
const loss = { kind: "spikeRate", correct: 0.2, wrong: 0 } as const

for (const [name, neuron, weight] of [
  ["srmAlpha", srmAlpha({ tau: 2 }), 0.55],
  ["cubaLif", cubaLif({ tauMembrane: 3, tauSynapse: 1.5 }), 0.44],
] as const) {
  for (const make of [axonal, dendritic, synaptic]) {
    for (const gradient of ["difference", "interpolation", "gaussian"] as const) {
      for (const start of [9.5, 14.5]) {
        test(`a delay of ${start} steps that should be 12 moves towards it, and the loss falls (${name}, ${make.name}, ${gradient})`, async () => {
          const net: Network = {
            dt: 1,
            steps: 30,
            populations: [
              { name: "input", size: 2 },
              { name: "output", size: 2, neuron },
            ],
            connections: [
              { from: "input", to: "output", weightNorm: false, delay: make({ max: 20, gradient }) },
              { from: "input", to: "output", weightNorm: false },
            ],
          }
          const size = make === synaptic ? 4 : 2
          const at = (delay: number) => [
            { weights: Float32Array.of(weight, 0, 0, 0), delaySteps: new Float32Array(size).fill(delay, 0, 1) },
            { weights: Float32Array.of(0, weight, 0, 0) },
          ]
          await withEngines(net, (engine, which) => {
            let delay: number = start
            let widthSteps = 2
            const { outputCounts } = engine.forward(at(delay), data, [0])
            assert.equal(outputCounts[0], 0, `${which}: silent at first`)
            const first = engine.gradients(at(delay), data, [0], loss, { widthSteps })
            for (let step = 0; step < 60 && engine.forward(at(delay), data, [0]).outputCounts[0] === 0; step++) {
              const { gradients } = engine.gradients(at(delay), data, [0], loss, { widthSteps })
              const slope = gradients[0].delaySteps![0]
              assert.equal(Math.sign(slope), Math.sign(start - 12), `${which}: sign of the gradient at ${delay}`)
              delay -= 0.5 * Math.sign(slope)
              widthSteps *= 0.95
            }
            const last = engine.gradients(at(delay), data, [0], loss, { widthSteps: 0.05 })
            assert.ok(Math.abs(delay - 12) < Math.abs(start - 12), `${which}: it ends at ${delay}`)
            assert.ok(last.loss < first.loss, `${which}: the loss falls from ${first.loss} to ${last.loss}`)
          })
        })
      }
    }
  }
}
