import assert from "node:assert/strict"
import { test } from "node:test"
import fc from "fast-check"
import { eventEngine, type Loss } from "../../../src/engine/index.js"
import { tfjsEngine } from "../../../src/engine/tfjs/index.js"
import { axonal, connect, cubaLif, leakyIntegrator, tensorKinds } from "../../../src/network/index.js"
import { type Probe, type Probes, probeSample, probeSteps } from "../../../src/perturb/index.js"
import { spikeDatasets } from "../../spikes/arbitrary.js"
import { withConnections } from "../cyclic-network.js"
import { small } from "../small-network.js"
import { compareGradients, relativeError } from "./compare.js"

const loss: Loss = { kind: "crossEntropy", scale: 0.3 }
const neuron = cubaLif({ tauMembrane: 6, tauSynapse: 3 })
const { net, data, samples } = small(neuron, { delay: axonal({ max: 6 }), sizes: [9, 20, 18, 3] })
const { parameters } = net
const lists = (spikes: { times: Uint16Array; units: Uint16Array }[]) =>
  spikes.map(({ times, units }) => [...times, ...units])

const probes: readonly [string, Probes][] = [
  ["randomised behind the first layer", { hidden1: { kind: "randomise", fraction: 0.6 } }],
  ["jittered behind the second", { hidden2: { kind: "jitter", sigma: 3 } }],
  [
    "deleted at the input, reversed behind the first",
    { input: { kind: "delete", probability: 0.3 }, hidden1: { kind: "reverse" } },
  ],
  [
    "shifted everywhere",
    {
      input: { kind: "shift", sigma: 2 },
      hidden1: { kind: "shift", sigma: 2 },
      hidden2: { kind: "shift", sigma: 2, common: 3 },
    },
  ],
]

for (const [name, probe] of probes) {
  test(`both engines send on the same perturbed spikes, and pass gradients straight through (${name})`, async () => {
    const tfjs = await tfjsEngine(net, { probe })
    const event = eventEngine(net, { threads: 1, probe })
    const seed = 11
    const recorded = event.record(parameters, data, samples, { seed })
    assert.deepEqual(lists(recorded), lists(tfjs.record(parameters, data, samples, { seed })))
    const plain = eventEngine(net, { threads: 1 }).record(parameters, data, samples)
    for (const place of Object.keys(probe)) {
      const p = net.populations.findIndex((population) => population.name === place)
      assert.notDeepEqual([...recorded[p].times], [...plain[p].times], `${place} is perturbed`)
    }
    const expected = tfjs.gradients(parameters, data, samples, loss, { seed })
    const got = event.gradients(parameters, data, samples, loss, { seed })
    assert.deepEqual(got.outputCounts, expected.outputCounts)
    compareGradients(got.gradients, expected.gradients)
  })
}

const causal: readonly [string, Probe][] = [
  ["deleted", { kind: "delete", probability: 0.4 }],
  ["jittered forward", { kind: "jitter", sigma: 2, forward: true }],
  ["shifted forward", { kind: "shift", sigma: 1.5, common: 1, forward: true }],
]

test("both engines send on the same perturbed spikes in a cycle: those that the perturbation makes of what was fired", async () => {
  for (const [name, probe] of causal) {
    const { net, data, samples } = withConnections(small(neuron, { sizes: [9, 20, 6, 3] }), [
      { from: "hidden1", to: "hidden1", delay: axonal({ max: 4 }) },
      { from: "hidden2", to: "hidden1", latency: 2 },
    ])
    const options = { probe: { hidden1: probe } }
    const [tfjs, event] = [await tfjsEngine(net, options), eventEngine(net, { threads: 1, shards: 1, ...options })]
    const [pass, parameters] = [{ seed: 11 }, net.parameters]
    const recorded = event.record(parameters, data, samples, pass)
    assert.deepEqual(lists(recorded), lists(tfjs.record(parameters, data, samples, pass)), name)
    assert.notDeepEqual(lists(recorded), lists(eventEngine(net, { threads: 1 }).record(parameters, data, samples)))
    const expected = tfjs.gradients(parameters, data, samples, loss, pass)
    const got = event.gradients(parameters, data, samples, loss, pass)
    for (const [c, gradient] of expected.gradients.entries()) {
      for (const key of tensorKinds) {
        if (!gradient[key]) continue
        const error = relativeError(got.gradients[c][key]!, gradient[key])
        assert.ok(error < 1e-4, `${name}: ${key} of connection ${c}: relative error ${error}`)
      }
    }
  }
})

test("a causal probe gives the same spikes step by step as of the whole window, and moves none back", () => {
  fc.assert(
    fc.property(spikeDatasets, fc.constantFrom(...causal), fc.nat(1000), (spikes, [, probe], seed) => {
      const shape = { unitCount: spikes.unitCount, steps: spikes.steps, dt: spikes.dt }
      for (let s = 0; s < spikes.length; s++) {
        const { times, units } = spikes.sample(s)
        const whole = probeSample({ times, units, ...shape }, probe, seed, 3, s)
        const sentAt = probeSteps(shape, probe, seed, 3, s)
        const fired = (t: number) => units.filter((_, k) => times[k] === t)
        const sent = Array.from({ length: shape.steps }, (_, t) => sentAt(t, fired(t)).map((unit) => [t, unit])).flat()
        assert.deepEqual(
          sent,
          Array.from(whole.times, (t, k) => [t, whole.units[k]]),
        )
        // by each step no more were sent than fired
        for (let t = 0; t < shape.steps; t++) {
          assert.ok(sent.filter(([at]) => at <= t).length <= times.filter((at) => at <= t).length)
        }
      }
    }),
  )
})

test("what lies above a probe hears the perturbed spikes: the upper part alone, given them, gives the same output", () => {
  const probe: Probes = { hidden1: { kind: "randomise", fraction: 1 } }
  const event = eventEngine(net, { threads: 1, probe })
  const spikes = event.record(parameters, data, samples, { seed: 3 })
  const [, { name, size }, ...populations] = net.populations
  const upper = {
    ...net,
    populations: [{ name, size }, ...populations],
    connections: net.connections.slice(1),
    parameters: parameters.slice(1),
  }
  const counts = eventEngine(upper, { threads: 1 }).forward(upper.parameters, spikes[1], samples).outputCounts
  assert.deepEqual(counts, event.forward(parameters, data, samples, { seed: 3 }).outputCounts)
  const clean = eventEngine(net, { threads: 1 }).record(parameters, data, samples)
  assert.deepEqual(spikes[1].counts(), clean[1].counts(), "randomise keeps the count of every neuron and sample")
})

test("a sample's spikes move alike on any number of threads and in any company, and otherwise with another seed", async () => {
  const probe: Probes = { hidden1: { kind: "randomise", fraction: 0.5 } }
  const engines = [1, 2].map((threads) => eventEngine(net, { threads, probe }))
  const [one, two] = engines.map((engine) => engine.gradients(parameters, data, samples, loss, { seed: 5 }))
  assert.deepEqual(two.gradients, one.gradients)
  const alone = engines[0].forward(parameters, data, [3], { seed: 5 }).outputCounts
  assert.deepEqual(alone, one.outputCounts.slice(9, 12))
  const [first, second] = [5, 6].map((seed) => engines[0].record(parameters, data, samples, { seed })[1])
  assert.notDeepEqual([...first.times], [...second.times])
  await Promise.all(engines.map((engine) => engine.close()))
})

test("a probe is refused where there is nothing to perturb, and where it cannot know enough", () => {
  const refused = (probe: Probes, message: RegExp, of = net) =>
    assert.throws(() => eventEngine(of, { threads: 1, probe }), message)
  refused({ hiden1: { kind: "reverse" } }, /"hiden1" is not known; did you mean "hidden1"/)
  refused({ hidden1: { kind: "randomize" as "randomise", fraction: 1 } }, /did you mean "randomise"/)
  refused({ hidden1: { kind: "randomise", fraction: 1.2 } }, /fraction is 1.2; give a number from 0 to 1/)
  const potentials = small(neuron, { output: leakyIntegrator() })
  refused({ output: { kind: "reverse" } }, /"output" is a leakyIntegrator, which sends no spikes/, potentials.net)
  const cyclic = withConnections(small(neuron), [{ from: "hidden1", to: "hidden1" }])
  refused({ hidden1: { kind: "reverse" } }, /"hidden1" lies in a cycle.*reverse moves.*take delete, or put/, cyclic.net)
  refused({ hidden1: { kind: "jitter", sigma: 2 } }, /take jitter with forward: true, or put/, cyclic.net)
  const engine = eventEngine(net, { threads: 1 })
  assert.throws(() => engine.forward(parameters, data, samples, { seed: -1 }), /seed is -1; give a whole number/)
  assert.throws(() => connect(net, { from: "hidden1", to: "hidden1" }), /has parameters already/)
})
