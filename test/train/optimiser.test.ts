import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, lif, network, pspFilter, readout, srmAlpha } from "../../src/network/index.js"
import { clipGradients, globalNorm, gradientNorms } from "../../src/train/gradient-norms.js"
import { adam, adamw, nadam, type Optimiser, sgd } from "../../src/train/index.js"
import { startState, update } from "../../src/train/optimiser.js"

const graph = network({ unitCount: 1, classNames: ["a"], steps: 40, dt: 2 }, [readout(srmAlpha())], {
  inputDelay: axonal({ min: 4, max: 20 }),
})

/** Where a single weight and delay stand after updates with the given gradients. */
function follow(optimiser: Optimiser, gradients: readonly number[], start = 1) {
  const parameters = [{ weights: Float32Array.of(start), gains: Float32Array.of(1), delaySteps: Float32Array.of(5) }]
  const state = startState(parameters)
  for (const g of gradients) {
    const gradient = [{ weights: Float32Array.of(g), gains: Float32Array.of(0), delaySteps: Float32Array.of(g) }]
    update(optimiser, graph, parameters, gradient, state, 1)
  }
  return { weight: parameters[0].weights[0], delay: parameters[0].delaySteps[0] }
}

const near = (actual: number, expected: number, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual}, ${expected}`)

test("adam's first update has the size of its rate, whatever the gradient's", () => {
  near(follow(adam({ rate: 0.1 }), [1e-3]).weight, 0.9)
  near(follow(adam({ rate: 0.1 }), [-50]).weight, 1.1)
})

test("adam follows its equations over three updates", () => {
  let [m, v, w] = [0, 0, 1]
  const gradients = [0.5, -1, 2]
  gradients.forEach((g, i) => {
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    w -= (0.01 * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8)
  })
  near(follow(adam({ rate: 0.01 }), gradients).weight, w)
})

test("nadam follows PyTorch's equations over three updates", () => {
  let [m, v, w, product] = [0, 0, 1, 1]
  const gradients = [0.5, -1, 2]
  const momentum = (t: number) => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004))
  gradients.forEach((g, i) => {
    const t = i + 1
    product *= momentum(t)
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    const size = Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8
    w -= (0.01 * ((1 - momentum(t)) / (1 - product)) * g) / size
    w -= (0.01 * (momentum(t + 1) / (1 - product * momentum(t + 1))) * m) / size
  })
  near(follow(nadam({ rate: 0.01 }), gradients).weight, w)
})

test("adamw shrinks weights where there is no gradient, adam does not", () => {
  near(follow(adamw({ rate: 0.1, decay: 0.5 }), [0]).weight, 0.95)
  near(follow(adam({ rate: 0.1 }), [0]).weight, 1)
})

test("sgd goes against the gradient, with momentum if wished", () => {
  near(follow(sgd({ rate: 0.1 }), [1, 1]).weight, 0.8)
  near(follow(sgd({ rate: 0.1, beta1: 0.5 }), [1, 1]).weight, 0.75)
})

test("delays move by their own rate and are held inside their bounds", () => {
  near(follow(adam({ delayRate: 0.25 }), [1]).delay, 4.75)
  assert.equal(follow(adam({ delayRate: 1 }), [1, 1, 1, 1, 1, 1]).delay, 2)
  assert.equal(
    follow(
      adam({ delayRate: 1 }),
      Array.from({ length: 9 }, () => -1),
    ).delay,
    10,
  )
})

test("gains move by their own rate where they have one, and factors scale all rates of a connection", () => {
  const moved = (optimiser: Optimiser) => {
    const parameters = [{ weights: Float32Array.of(1), gains: Float32Array.of(1), delaySteps: Float32Array.of(5) }]
    const gradient = [{ weights: Float32Array.of(2), gains: Float32Array.of(2), delaySteps: Float32Array.of(2) }]
    update(optimiser, graph, parameters, gradient, startState(parameters), 1)
    const [{ weights, gains, delaySteps }] = parameters
    return [1 - weights[0], 1 - gains[0], 5 - delaySteps[0]]
  }
  const each = (optimiser: Optimiser, expected: number[]) => {
    moved(optimiser).forEach((size, k) => {
      near(size, expected[k])
    })
  }
  each(adam({ rate: 0.1, delayRate: 0.5 }), [0.1, 0.1, 0.5])
  each(adam({ rate: 0.1, gainRate: 0.3, delayRate: 0.5 }), [0.1, 0.3, 0.5])
  each(adam({ rate: 0.1, gainRate: 0.3, delayRate: 0.5, factors: { "input->output": 0.5 } }), [0.05, 0.15, 0.25])
})

test("every kind of parameter has its rate, and the schedule scales them all; only weights and gains decay", () => {
  const shape = { unitCount: 1, classNames: ["a"], steps: 40, dt: 2 }
  const inputDelay = axonal({ max: 20 })
  const filtered = network(shape, [readout(srmAlpha({ psp: pspFilter({ taps: 1 }) }))], { inputDelay })
  const adapting = network(shape, [readout(lif({ trainTau: "shared" }))], { inputDelay })
  const one = (value: number) => Float32Array.of(value)
  const moved = (optimiser: Optimiser, slope: number, schedule = 1) => {
    const run = (net: typeof graph, kind: "taps" | "constants") => {
      const all = (value: number) => [
        { weights: one(value), gains: one(value), delaySteps: one(value), [kind]: one(value) },
      ]
      const parameters = all(1)
      update(optimiser, net, parameters, all(slope), startState(parameters), schedule)
      return parameters[0] as { [kind: string]: Float32Array }
    }
    const [{ weights, gains, delaySteps, taps }, { constants }] = [run(filtered, "taps"), run(adapting, "constants")]
    return [weights, gains, taps, constants, delaySteps].map(([value]) => 1 - value)
  }
  const each = (sizes: number[], expected: (k: number) => number) => {
    for (const [k, size] of sizes.entries()) near(size, expected(k))
  }
  const rates = { rate: 0.01, gainRate: 0.02, tapRate: 0.03, tauRate: 0.04, delayRate: 0.05 }
  const factors = { "input->output": 0.5 }
  for (const make of [adam, adamw]) {
    each(moved(make({ ...rates, decay: 0 }), 3), (k) => 0.01 * (k + 1))
    each(moved(make({ ...rates, decay: 0, factors }), 3, 0.1), (k) => 0.0005 * (k + 1))
  }
  each(moved(sgd(rates), 3), (k) => 0.03 * (k + 1))
  each(moved(adamw({ ...rates, decay: 2 }), 0), (k) => (k < 2 ? 2 * 0.01 * (k + 1) : 0))
})

test("clipping shortens the gradient of all kinds together, to the length that is allowed", () => {
  const gradient = [{ weights: Float32Array.of(3), delaySteps: Float32Array.of(4), constants: Float32Array.of(12) }]
  const length = globalNorm(gradientNorms(graph, gradient))
  assert.equal(length, 13)
  assert.equal(clipGradients(gradient, length, 20), false)
  assert.equal(clipGradients(gradient, length, 1.3), true)
  const [{ weights, delaySteps, constants }] = gradient
  for (const [[value], expected] of [
    [weights, 0.3],
    [delaySteps, 0.4],
    [constants, 1.2],
  ] as const)
    near(value, expected)
})

test("optimisers refuse a negative rate", () => {
  assert.throws(() => adam({ rate: -1 }), /adam: rate is -1/)
  assert.throws(() => adam({ factors: { "a->b": Number.NaN } }), /adam: a->b is NaN/)
})

test("trained time constants move by a share of themselves, ten times the weights' rate unless given, and never decay", () => {
  const shape = { unitCount: 1, classNames: ["a"], steps: 40, dt: 2 }
  const net = network(shape, [readout(lif({ tauMembrane: 20, trainTau: "each" }))])
  const after = (optimiser: Optimiser, gradient: number, updates = 1) => {
    const parameters = [
      { weights: Float32Array.of(1), gains: Float32Array.of(1), constants: Float32Array.of(Math.log(20)) },
    ]
    const state = startState(parameters)
    const g = [{ weights: new Float32Array(1), gains: new Float32Array(1), constants: Float32Array.of(gradient) }]
    for (let k = 0; k < updates; k++) update(optimiser, net, parameters, g, state, 1)
    return Math.exp(parameters[0].constants[0])
  }
  near(after(adam({ rate: 0.01 }), -3), 20 * Math.exp(0.1), 1e-5)
  near(after(adam({ rate: 0.01, tauRate: 0.02 }), 3), 20 * Math.exp(-0.02), 1e-5)
  near(after(adamw({ rate: 0.01, decay: 5, tauRate: 0.02 }), 3), 20 * Math.exp(-0.02), 1e-5)
  // bounds: a fifth of a step of 2 ms, and a hundred windows of 80 ms
  near(after(adam({ tauRate: 1 }), 1, 30), 0.4, 1e-5)
  near(after(adam({ tauRate: 1 }), -1, 30), 8000, 1e-2)
})

test("taps of a filter have a rate of their own, and stay where they are not trained", () => {
  for (const trained of [true, false]) {
    const neuron = srmAlpha({ psp: pspFilter({ taps: 1, trained }) })
    const filtered = network({ unitCount: 1, classNames: ["a"], steps: 40, dt: 2 }, [readout(neuron)])
    const at = (value: number) => [
      { weights: Float32Array.of(value), gains: Float32Array.of(value), taps: Float32Array.of(value) },
    ]
    const parameters = at(1)
    update(adam({ rate: 0.1, tapRate: 0.3 }), filtered, parameters, at(5), startState(parameters), 1)
    near(parameters[0].weights[0], 0.9)
    near(parameters[0].taps[0], trained ? 0.7 : 1)
  }
})
