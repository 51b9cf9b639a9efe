import assert from "node:assert/strict"
import { test } from "node:test"
import type { Activity, ActivityBounds } from "../../../src/engine/activity.js"
import { eventEngine, type Loss } from "../../../src/engine/index.js"
import { tfjsEngine } from "../../../src/engine/tfjs/index.js"
import { axonal, cubaLif, leakyIntegrator, srmAlpha, surrogate, tensorKinds } from "../../../src/network/index.js"
import { centralDifference } from "../central-difference.js"
import { withConnections } from "../cyclic-network.js"
import { type Numbers, penaltyOf, reference, smoothLoss } from "../reference.js"
import { type Small, small } from "../small-network.js"
import { relativeError } from "./compare.js"
import { withEngines } from "./engines.js"

const loss: Loss = { kind: "crossEntropy", scale: 0.3 }
const wide = cubaLif({ tauMembrane: 6, tauSynapse: 3, surrogate: surrogate("fastSigmoid", { width: 0.7 }) })
const srm = srmAlpha({ tau: 1.5, surrogate: surrogate("sigmoid", { width: 0.5 }) })

// no count lies at a bound: there the second derivative jumps
const crossed: Activity = {
  hidden1: { upper: { spikes: 1.4, strength: 0.3 }, lower: { spikes: 2.5, strength: 0.7 } },
  hidden2: { upper: { spikes: 0.5, strength: 0.2, of: "neuron" }, lower: { spikes: 7.3, of: "mean", strength: 0.1 } },
  output: { upper: { spikes: 0.3, strength: 0.4 } },
}
const cyclic = withConnections(small(wide, { delay: axonal({ max: 5 }) }), [
  { from: "hidden1", to: "hidden1" },
  { from: "hidden2", to: "hidden1", delay: axonal({ min: 2, max: 7 }) },
])

const examples: readonly [string, Small][] = [
  ["cubaLif", small(wide)],
  ["srmAlpha with trained delays", small(srm, { delay: axonal({ max: 6 }) })],
  ["a cycle", cyclic],
]

for (const [name, { net, data }] of examples) {
  test(`both engines count crossed bounds of activity, and give finite differences of loss and penalty (${name})`, async () => {
    const samples = [0, 1]
    const pass = { activity: crossed }
    const at: Numbers[] = net.parameters.map((p) => ({ ...p }))
    const { traces, loss: alone } = reference(net, at, data, samples, loss)
    const cost = traces.reduce((sum, trace) => sum + penaltyOf(net, trace, pass) / samples.length, 0)
    const f = smoothLoss(net, at, traces, data, samples, loss, pass)
    await withEngines(net, (engine, which) => {
      const got = engine.gradients(net.parameters, data, samples, loss, pass)
      assert.ok(Math.abs(got.loss - alone) < 1e-5, `${which}: loss`)
      const total = got.penalties.reduce((a, b) => a + b, 0)
      assert.ok(cost > 0.1 && Math.abs(total - cost) < 1e-5 * cost, `${which}: penalty ${total}, expected ${cost}`)
      for (const [c, slopes] of got.gradients.entries()) {
        for (const key of tensorKinds) {
          const gradient = slopes[key]
          if (!gradient) continue
          const largest = Math.max(...gradient.map(Math.abs))
          assert.ok(largest > 0, `${which}: ${key} of connection ${c} has a gradient`)
          for (let k = c % 3; k < gradient.length; k += 17) {
            const difference = centralDifference(f, at, c, key, k)
            const message = `${which}: ${c} ${key} ${k}: ${difference} ${gradient[k]}`
            assert.ok(Math.abs(difference - gradient[k]) < 1e-4 * largest, message)
          }
        }
      }
    })
  })
}

const narrow = cubaLif({ tauMembrane: 6, tauSynapse: 3, surrogate: surrogate("triangle", { width: 0.05 }) })
const large = { sizes: [21, 19, 35, 5], steps: 141, delay: axonal({ max: 9 }) }

for (const [name, { net, data, samples }] of [
  ["a surrogate that is nowhere 0", small(wide, large)],
  ["one that mostly is", small(narrow, large)],
  ["samples side by side in a cycle", withConnections(small(wide, large), [{ from: "hidden2", to: "hidden1" }], 0.2)],
] as const) {
  test(`the engines agree where whole blocks, parts of the window, probes and dropout come with bounds (${name})`, async () => {
    const probe = { hidden1: { kind: "delete", probability: 0.2 } } as const
    const pass = { seed: 3, dropout: { hidden1: 0.3, hidden2: 0.2 }, activity: crossed }
    const event = eventEngine(net, { threads: 1, shards: 1, probe })
    const tfjs = await tfjsEngine(net, { probe })
    const [expected, got] = [tfjs, event].map((engine) => engine.gradients(net.parameters, data, samples, loss, pass))
    assert.deepEqual(got.outputCounts, expected.outputCounts)
    assert.ok(relativeError(got.penalties, expected.penalties) < 1e-5)
    for (const [c, gradient] of expected.gradients.entries()) {
      for (const key of tensorKinds) {
        const right = gradient[key]
        if (right) assert.ok(relativeError(got.gradients[c][key]!, right) < 1e-4, `${key} of connection ${c}`)
      }
    }
  })
}

test("bounds that are kept cost nothing and change no gradient; the loss is told without what others cost", async () => {
  const { net, data, samples } = small(wide)
  const kept: Activity = { hidden1: { upper: { spikes: 1000 }, lower: { spikes: 0 } } }
  await withEngines(net, (engine) => {
    const run = (activity?: Activity) => engine.gradients(net.parameters, data, samples, loss, { activity })
    const [plain, idle, pressed] = [run(), run(kept), run(crossed)]
    assert.deepEqual(idle.penalties, [0, 0, 0, 0])
    assert.deepEqual(idle.gradients, plain.gradients)
    assert.equal(pressed.loss, plain.loss)
    assert.notDeepEqual(pressed.gradients, plain.gradients)
  })
})

test("penalties and their gradients have the same bits on 1, 2 and 4 threads", async () => {
  const { net, data, samples } = small(wide, { sizes: [9, 20, 18, 3] })
  const many = Array.from({ length: 40 }, (_, i) => samples[i % samples.length])
  const engines = [1, 2, 4].map((threads) => eventEngine(net, { threads }))
  const [one, ...others] = engines.map((engine) =>
    engine.gradients(net.parameters, data, many, loss, { activity: crossed }),
  )
  for (const other of others) {
    assert.deepEqual(other.penalties, one.penalties)
    assert.deepEqual(other.gradients, one.gradients)
  }
  await Promise.all(engines.map((engine) => engine.close()))
})

test("bounds are refused of what does not spike or is not there, and where they cannot be kept", () => {
  const { net, data, samples } = small(wide, { output: leakyIntegrator() })
  const engine = eventEngine(net, { threads: 1 })
  const refused = (activity: Activity, message: RegExp) =>
    assert.throws(() => engine.gradients(net.parameters, data, samples, loss, { activity }), message)
  refused({ hiden1: {} }, /activity: population "hiden1" is not known; did you mean "hidden1"/)
  refused({ input: {} }, /"input" is the input, whose spikes no training moves/)
  refused({ output: {} }, /"output" is a leakyIntegrator, which has no spikes/)
  refused({ hidden1: { uper: { spikes: 1 } } as ActivityBounds }, /option "uper" is not known; did you mean "upper"/)
  refused({ hidden1: { upper: { spikes: -1 } } }, /activity of hidden1, upper bound: spikes is -1; give a number of 0/)
  refused({ hidden1: { lower: { spikes: 1, of: "all" as "mean" } } }, /of "all" is not known; known are "neuron"/)
  const [low, high] = [
    { spikes: 3, of: "neuron" },
    { spikes: 2, of: "neuron" },
  ] as const
  refused({ hidden1: { lower: low, upper: high } }, /the upper bound, 2, lies below the lower, 3/)
})
