import assert from "node:assert/strict"
import { test } from "node:test"
import { eventEngine, type NetworkState, simulate, stepper } from "../../../src/engine/index.js"
import { axonal, cubaLif, leakyIntegrator, srmAlpha } from "../../../src/network/index.js"
import { delayKinds, delays, neurons } from "../agreement/combinations.js"
import { reference } from "../reference.js"
import { small } from "../small-network.js"

const loss = { kind: "crossEntropy", scale: 0.3 } as const

/** Largest difference of two lists. */
const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k])))

for (const [delayName, delay] of delays.filter(([, delay]) => !delay || delay.trained).slice(0, 2)) {
  test(`simulate gives the event engine's spikes and the plain loops' membranes for every neuron, ${delayName}`, async (t) => {
    for (const [name, neuron] of neurons) {
      await t.test(name, () => {
        const { net, data, samples } = small(neuron, { delay })
        const engine = eventEngine(net, { threads: 1, shards: 1 })
        const recorded = engine.record(net.parameters, data, samples)
        const { traces } = reference(net, net.parameters, data, samples, loss)
        for (const sample of samples) {
          const { populations } = simulate(net, data.sample(sample))
          net.populations.forEach(({ name, size, neuron }, p) => {
            const { spikes, membrane } = populations[name]
            const { times, units } = recorded[p].sample(sample)
            assert.deepEqual([...spikes.times], [...times], name)
            assert.deepEqual([...spikes.units], [...units], name)
            assert.equal(membrane.length, neuron ? size : 0)
            membrane.forEach((values, k) => {
              const expected = traces[sample].potentials[p].map((row) => row[k])
              assert.ok(difference(values, expected) < 1e-4, `membrane ${k} of ${name}`)
            })
          })
        }
      })
    }
  })
}

test("simulate gives the event engine's spikes with every kind of delay", () => {
  for (const [name, delay] of delayKinds) {
    const { net, data, samples } = small(cubaLif({ tauMembrane: 6, tauSynapse: 3, threshold: 1.1 }), { delay })
    const recorded = eventEngine(net, { threads: 1, shards: 1 }).record(net.parameters, data, samples)
    for (const sample of samples) {
      const { spikes } = simulate(net, data.sample(sample)).populations.output
      assert.deepEqual([...spikes.times], [...recorded[3].sample(sample).times], name)
    }
  }
})

test("simulate records the neurons that were chosen, and no others", () => {
  const { net, data } = small(cubaLif({ tauMembrane: 6, tauSynapse: 3 }), { delay: axonal({ max: 6 }) })
  const all = simulate(net, data.sample(0))
  const { populations } = simulate(net, data.sample(0), { record: { hidden2: [4, 1], output: "all" } })
  assert.deepEqual(Object.keys(populations), ["hidden2", "output"])
  const { neurons, spikes, membrane, current } = populations.hidden2
  assert.deepEqual(neurons, [4, 1])
  assert.deepEqual(membrane, [all.populations.hidden2.membrane[4], all.populations.hidden2.membrane[1]])
  assert.deepEqual(current, [all.populations.hidden2.current[4], all.populations.hidden2.current[1]])
  const own = all.populations.hidden2.spikes.units.filter((unit) => unit === 4 || unit === 1)
  assert.ok(own.length > 0)
  assert.deepEqual(spikes.units, own)
})

test("the synaptic current of a current-based neuron falls by exp(-dt / tauSynapse) where nothing arrives", () => {
  const { net, data } = small(cubaLif({ tauMembrane: 6, tauSynapse: 3 }))
  const { current, membrane } = simulate(net, data.sample(0), { record: { hidden1: [2] } }).populations.hidden1
  const last = net.steps - 1
  // the data end five steps before the window
  assert.ok(Math.abs(current[0][last] / current[0][last - 1] - Math.exp(-1 / 3)) < 1e-6)
  assert.notEqual(membrane[0][last], 0)
})

test("simulate shows the potential of a leaky integrator, which never spikes", () => {
  const { net, data, samples } = small(cubaLif(), { output: leakyIntegrator({ read: "maximum" }) })
  const { outputCounts } = eventEngine(net, { threads: 1 }).forward(net.parameters, data, samples)
  const { membrane, spikes } = simulate(net, data.sample(1)).populations.output
  assert.equal(spikes.times.length, 0)
  assert.ok(
    difference(
      membrane.map((values) => Math.max(...values)),
      outputCounts.subarray(3, 6),
    ) < 1e-6,
  )
})

test("a state is a value: gone on from twice, it gives the same twice, and stays as it is", () => {
  const { net, data } = small(srmAlpha({ tau: 2 }), { delay: axonal({ max: 12 }) })
  const { start, step } = stepper(net)
  const { times, units } = data.sample(0)
  const at = (t: number) => units.filter((_, k) => times[k] === t)
  const run = (state: NetworkState, from: number, to: number) => {
    let now = state
    const spikes: (readonly number[])[] = []
    for (let t = from; t < to; t++) {
      const result = step(now, at(t))
      now = result.state
      spikes.push(result.populations.output.spikes)
    }
    return { state: now, spikes }
  }
  const half = run(start, 0, 9).state
  const kept = structuredClone(half)
  const first = run(half, 9, 25)
  assert.deepEqual(run(half, 9, 25), first)
  assert.deepEqual(run(structuredClone(half), 9, 25), first)
  assert.deepEqual(half, kept)
  assert.equal(half.steps, 9)
  assert.ok(first.spikes.some((spikes) => spikes.length > 0))
})

test("simulate and step refuse what is not there, and say what is", () => {
  const { net, data } = small(cubaLif())
  const sample = data.sample(0)
  assert.throws(() => simulate(net, sample, { record: { hiden1: "all" } }), /"hiden1".*did you mean "hidden1"/)
  assert.throws(() => simulate(net, sample, { record: { hidden1: [7] } }), /neuron 7 .* "hidden1" has 0 to 6/)
  assert.throws(() => simulate(net, { ...sample, unitCount: 8 }), /9 inputs and the sample 8 units/)
  assert.throws(() => simulate(net, { ...sample, dt: 2 }), /steps of 2 ms; the network runs 25 of 1 ms/)
  assert.throws(() => simulate({ ...net, parameters: undefined }, sample), /no parameters yet/)
  const { start, step } = stepper(net)
  assert.throws(() => step(start, [9]), /input unit 9 is none of 0 to 8/)
})

test("a simulation shows itself", async () => {
  const { net, data } = small(cubaLif())
  const simulation = simulate(net, data.sample(0))
  assert.match(String(simulation.chart()), /activity of input, hidden1, hidden2, output: \d+ spikes in 25 ms/)
})
