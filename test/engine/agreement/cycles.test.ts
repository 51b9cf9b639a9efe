import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import type { Loss, Pass } from "../../../src/engine/engine.js"
import { eventEngine, simulate } from "../../../src/engine/index.js"
import { tfjsEngine } from "../../../src/engine/tfjs/index.js"
import { axonal, cubaLif, dendritic, surrogate, synaptic, tensorKinds } from "../../../src/network/index.js"
import { centralDifference } from "../central-difference.js"
import { withConnections } from "../cyclic-network.js"
import { type Numbers, reference, smoothLoss } from "../reference.js"
import { type Small, small } from "../small-network.js"
import { compareGradients } from "./compare.js"
import { filters, graphs, heldGraphs, itself, mixedGraph, neurons } from "./cyclic-graphs.js"

const loss: Loss = { kind: "crossEntropy", scale: 0.3 }

const [trainedTaps] = filters
const smoothCases = [
  ...[...graphs, mixedGraph].map(([name, added]) => [name, added, neurons[0][1]] as const),
  ...[graphs[0], graphs[3], mixedGraph].map(
    ([name, added]) => [`${trainedTaps[0]}, ${name}`, added, trainedTaps[1]] as const,
  ),
]

for (const [name, added, neuron] of smoothCases) {
  test(`tfjs gives the plain loops' spikes, and finite differences of the smooth loss (${name})`, async () => {
    const example = withConnections(small(neuron, { delay: axonal({ max: 5 }) }), added)
    const { net, data } = example
    const samples = [0, 1]
    const pass = { widthSteps: 0.8 }
    const at: Numbers[] = net.parameters.map((p) => ({ ...p }))
    const { traces, counts, lostSpikes, loss: value } = reference(net, at, data, samples, loss, pass)
    const got = (await tfjsEngine(net)).gradients(net.parameters, data, samples, loss, pass)
    assert.deepEqual([...got.outputCounts], counts.flat())
    assert.ok(Math.abs(got.lostSpikes - lostSpikes) < 1e-9)
    assert.ok(Math.abs(got.loss - value) < 1e-5)
    const f = smoothLoss(net, at, traces, data, samples, loss, pass)
    for (const [c, slopes] of got.gradients.entries()) {
      for (const key of tensorKinds) {
        const gradient = slopes[key]
        if (!gradient) continue
        const largest = Math.max(...gradient.map(Math.abs))
        assert.ok(largest > 0, `${key} of connection ${c} has a gradient`)
        const every = key === "taps" ? 1 : 29
        for (let k = key === "taps" ? 0 : c % 3; k < gradient.length; k += every) {
          const difference = centralDifference(f, at, c, key, k)
          assert.ok(
            Math.abs(difference - gradient[k]) < 1e-4 * largest,
            `${c} ${key} ${k}: ${difference} ${gradient[k]}`,
          )
        }
      }
    }
  })
}

for (const [neuronName, neuron] of neurons) {
  test(`the event engine gives the reference engine's spikes and gradients in cycles (${neuronName})`, async () => {
    for (const [name, added] of graphs) {
      const { net, data, samples } = withConnections(small(neuron, { delay: axonal({ max: 5 }) }), added)
      await agree(net, data, samples, name)
    }
  })
}

test("the engines agree in cycles where populations fill no whole block and the window is gone back through in parts", async () => {
  for (const [[, neuron], [name, added]] of [
    [neurons[0], graphs[3]],
    [neurons[3], graphs[4]],
  ] as const) {
    const { net, data } = withConnections(small(neuron, { sizes: [21, 19, 35, 5], steps: 141 }), added, 0.3)
    await agree(net, data, [0, 1], name)
  }
})

test("a layer that hears itself, with surrogates that are mostly zero, an exponential, and resets, in a window of several parts", async () => {
  const shapes = (["rectangle", "triangle", "exponential"] as const).map((kind) => surrogate(kind, { width: 0.3 }))
  for (const [k, reset] of (["hard", "soft", "none"] as const).entries()) {
    const neuron = cubaLif({ tauMembrane: 6, tauSynapse: 3, reset, surrogate: shapes[k] })
    const { net, data } = withConnections(small(neuron, { sizes: [21, 40, 19, 5], steps: 141 }), [itself], 0.3)
    // four samples side by side, then two
    await agree(net, data, [0, 1, 2, 3, 4, 0], shapes[k].kind)
  }
})

test("delays of every kind lead into a cycle, and past it with a latency besides", async () => {
  for (const delay of [dendritic({ max: 6 }), synaptic({ max: 6 })]) {
    const { net, data, samples } = withConnections(small(neurons[0][1], { delay }), [
      itself,
      { from: "input", to: "hidden2", latency: 2, delay },
    ])
    await agree(net, data, samples, delay.kind)
  }
})

test("delays of every kind between the populations of a cycle", async () => {
  for (const [name, added] of heldGraphs) {
    const { net, data, samples } = withConnections(small(neurons[0][1], { delay: axonal({ max: 5 }) }), added)
    await agree(net, data, samples, name, { widthSteps: 0.8 })
  }
})

test("delays of every kind in a cycle where populations fill no whole block", async () => {
  // axonal and synaptic ones as Gaussians, dendritic ones sharp
  for (const [name, added] of [heldGraphs[2], heldGraphs[3], heldGraphs[8]]) {
    const { net, data } = withConnections(small(neurons[0][1], { sizes: [21, 19, 35, 5], steps: 37 }), added, 0.3)
    await agree(net, data, [0, 1, 2, 3], name, { widthSteps: 1.5 })
  }
})

test("filters of taps, and cut kernels, in cycles", async () => {
  for (const [filterName, neuron] of filters) {
    for (const [name, added] of [graphs[3], graphs[4], heldGraphs[8]]) {
      const { net, data, samples } = withConnections(small(neuron, { delay: axonal({ max: 5 }) }), added)
      await agree(net, data, samples, `${filterName}, ${name}`, { widthSteps: 0.8 })
    }
  }
})

async function agree(
  net: Small["net"],
  data: Small["data"],
  samples: number[],
  name: string,
  pass: Pass = {},
): Promise<void> {
  const tfjs = await tfjsEngine(net)
  // in one part, so that four samples run side by side and one behind them
  const event = eventEngine(net, { threads: 1, shards: 1 })
  const [expected, got] = [tfjs, event].map((engine) => engine.gradients(net.parameters, data, samples, loss, pass))
  assert.deepEqual([...got.outputCounts], [...expected.outputCounts], `${name}: output`)
  const [wanted, spikes] = [tfjs, event].map((engine) =>
    engine.record(net.parameters, data, samples).map(({ times, units }) => [...times, ...units]),
  )
  assert.deepEqual(spikes, wanted, name)
  assert.ok(Math.abs(got.lostSpikes - expected.lostSpikes) < 1e-9, `${name}: lost spikes`)
  compareGradients(got.gradients, expected.gradients, () => 0, name)
}

test("stepping gives the batch's spikes, whatever the network, its numbers and its data", () => {
  const networks = fc.record({
    seed: fc.nat(10_000),
    neuron: fc.constantFrom(...neurons, ...filters),
    added: fc.constantFrom(["no cycle", []] as const, ...graphs, ...heldGraphs),
    weightNorm: fc.boolean(),
  })
  fc.assert(
    fc.property(networks, ({ seed, neuron: [, neuron], added: [, added], weightNorm }) => {
      const { net, data, samples } = withConnections(
        small(neuron, { seed, weightNorm, delay: axonal({ max: 5 }) }),
        added,
      )
      const recorded = eventEngine(net, { threads: 1, shards: 1 }).record(net.parameters, data, samples)
      for (const sample of samples) {
        const { populations } = simulate(net, data.sample(sample))
        net.populations.forEach(({ name }, p) => {
          const { times, units } = recorded[p].sample(sample)
          assert.deepEqual([...populations[name].spikes.times], [...times], name)
          assert.deepEqual([...populations[name].spikes.units], [...units], name)
        })
      }
    }),
    // sums in another order may move a membrane by its last bit: the same networks each time
    { seed: 1, numRuns: 60 },
  )
})

for (const [neuronName, neuron] of neurons) {
  test(`simulate steps through cycles to the plain loops' spikes (${neuronName})`, () => {
    for (const [name, added] of graphs) {
      const { net, data, samples } = withConnections(small(neuron, { delay: axonal({ max: 5 }) }), added)
      const { traces } = reference(net, net.parameters, data, samples, loss)
      for (const sample of samples) {
        const { populations } = simulate(net, data.sample(sample))
        net.populations.forEach((population, p) => {
          const { times, units } = populations[population.name].spikes
          const expected = traces[sample].spikes[p].flatMap((row, t) =>
            row.flatMap((s, unit) => (s === 1 ? [`${t} ${unit}`] : [])),
          )
          assert.deepEqual(
            Array.from(times, (t, k) => `${t} ${units[k]}`).sort(),
            expected.sort(),
            `${name}: ${population.name}`,
          )
        })
      }
    }
  })
}
