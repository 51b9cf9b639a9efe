import assert from "node:assert/strict"
import test from "node:test"
import { eventEngine } from "../../../src/engine/event/index.js"
import {
  axonal,
  cubaLif,
  dendritic,
  fastSigmoid,
  lif,
  pspFilter,
  srmAlpha,
  synaptic,
} from "../../../src/network/index.js"
import { small } from "../small-network.js"
import { delayKinds } from "./combinations.js"
import { compareWithReference, relativeError } from "./compare.js"
import { withEngines } from "./engines.js"

const loss = { kind: "crossEntropy", scale: 0.3 } as const
const neurons = [
  cubaLif({ tauMembrane: 6, tauSynapse: 3, threshold: 1.1 }),
  srmAlpha({ psp: pspFilter({ taps: 9, tau: 3 }) }),
  lif({ tauMembrane: 8, reset: "soft", surrogate: fastSigmoid(2) }),
]

for (const [name, delay] of delayKinds) {
  test(`both engines give the plain loops' spikes, losses and gradients, ${name}`, async () => {
    for (const neuron of neurons) {
      for (const weightNorm of [true, false]) {
        for (const widthSteps of delay.gradient === "gaussian" ? [0.4, 3] : [1]) {
          const example = small(neuron, { delay, weightNorm })
          await withEngines(example.net, (engine) => {
            compareWithReference(engine, example, loss, { widthSteps })
          })
        }
      }
    }
  })
}

for (const make of [axonal, dendritic, synaptic]) {
  for (const gradient of ["difference", "gaussian"] as const) {
    test(`both engines agree where populations and the window fill no whole block (${make.name}, ${gradient})`, async () => {
      const delay = make({ max: 30, gradient })
      const { net, data, samples } = small(cubaLif({ tauMembrane: 8, tauSynapse: 4 }), {
        sizes: [37, 33, 17, 5],
        steps: 157,
        delay,
      })
      const pass = { widthSteps: 2 }
      const results: { gradients: Float32Array[]; lost: number }[] = []
      await withEngines(net, (engine) => {
        const { gradients, lostSpikes } = engine.gradients(net.parameters, data, samples, loss, pass)
        results.push({ lost: lostSpikes, gradients: gradients.flatMap((g) => [g.weights, g.gains!, g.delaySteps!]) })
      })
      const [tfjs, event] = results
      assert.ok(tfjs.lost > 0 && Math.abs(tfjs.lost / event.lost - 1) < 1e-6, `${tfjs.lost} ${event.lost}`)
      for (const [k, tensor] of event.gradients.entries()) {
        const error = relativeError(tensor, tfjs.gradients[k])
        assert.ok(error < 1e-4, `tensor ${k}: relative error ${error}`)
      }
    })
  }
}

test("dendritic delays equal shifting each target's input: they are synaptic ones that all sources share", async () => {
  const neuron = cubaLif({ tauMembrane: 6, tauSynapse: 3 })
  const { net, data, samples } = small(neuron, { delay: dendritic({ max: 9 }) })
  const pairs = {
    ...net,
    connections: net.connections.map((c) => ({ ...c, delay: synaptic({ max: 9 }) })),
    parameters: net.parameters.map(({ delaySteps, weights, ...p }) => {
      const sources = weights.length / delaySteps!.length
      const delays = Float32Array.from(weights, (_, i) => delaySteps![Math.floor(i / sources)])
      return { ...p, weights, delaySteps: delays }
    }),
  }
  const [shared, own] = [eventEngine(net, { threads: 1 }), eventEngine(pairs, { threads: 1 })]
  const [a, b] = [shared.record(net.parameters, data, samples), own.record(pairs.parameters, data, samples)]
  assert.ok(a[3].spikeCount > 10)
  a.forEach((spikes, p) => void assert.deepEqual([...spikes.times], [...b[p].times]))
  const gradient = shared.gradients(net.parameters, data, samples, loss).gradients[1].delaySteps!
  const parts = own.gradients(pairs.parameters, data, samples, loss).gradients[1].delaySteps!
  const sources = parts.length / gradient.length
  const sums = gradient.map((_, k) => parts.slice(k * sources, (k + 1) * sources).reduce((x, y) => x + y, 0))
  assert.ok(relativeError(sums, gradient) < 1e-5)
})

test("a width that shrinks to nothing leaves the sharp delay at the nearest step", async () => {
  for (const make of [axonal, dendritic, synaptic]) {
    const { net, data, samples } = small(cubaLif({ tauMembrane: 6, tauSynapse: 3 }), {
      delay: make({ max: 9, gradient: "gaussian" }),
    })
    await withEngines(net, (engine, name) => {
      const sharp = engine.forward(net.parameters, data, samples)
      const narrow = engine.forward(net.parameters, data, samples, { widthSteps: 0.001 })
      assert.deepEqual(narrow.outputCounts, sharp.outputCounts, `${name}, ${make.name}`)
      assert.ok(sharp.outputCounts.some((n) => n > 0))
    })
  }
})

test("the gradient of Gaussian delays asks for their width, and a width is above 0", async () => {
  const { net, data, samples } = small(cubaLif(), { delay: axonal({ max: 9, gradient: "gaussian" }) })
  await withEngines(net, (engine) => {
    assert.throws(
      () => engine.gradients(net.parameters, data, samples, loss),
      /input -> hidden1 has Gaussian delays.*give widthSteps/,
    )
    assert.throws(() => engine.forward(net.parameters, data, samples, { widthSteps: 0 }), /widthSteps is 0; give/)
  })
})
