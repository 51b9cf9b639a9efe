import assert from "node:assert/strict"
import { test } from "node:test"
import { dense, fastSigmoid, network, readout, srmAlpha } from "../../src/network/index.js"
import type { Probes } from "../../src/perturb/index.js"
import { accuracy, adam, type FitOptions, fit } from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const data = orderTask()
const net = orderNetwork(data)
const train = async (probe?: Probes, options: Partial<FitOptions> = {}) =>
  fit(net, data, {
    seed: 1,
    epochs: 3,
    optimiser: adam({ rate: 2e-2 }),
    threads: 1,
    quiet: true,
    ...(probe && { probe }),
    ...options,
  })

test("a training with a probe gives the same again, and another network than one without", async () => {
  const probe: Probes = { hidden1: { kind: "randomise", fraction: 1 } }
  const [plain, probed, again] = await Promise.all([train(), train(probe), train(probe, { threads: 2 })])
  assert.deepEqual(again.parameters, probed.parameters)
  assert.notDeepEqual(probed.parameters, plain.parameters)
})

test("a probe that moves nothing leaves a training as it is", async () => {
  const [plain, probed] = await Promise.all([train(), train({ hidden1: { kind: "randomise", fraction: 0 } })])
  assert.deepEqual(probed.parameters, plain.parameters)
})

test("where timing alone tells the class, accuracy falls to chance with the spikes at any place randomised", async () => {
  const trained = await train(undefined, { epochs: 25 })
  const test = orderTask(200, 2)
  assert.ok(accuracy(trained, test) > 0.9)
  const randomised = accuracy(trained, test, { probe: { input: { kind: "randomise", fraction: 1 } }, seed: 1 })
  assert.ok(Math.abs(randomised - 0.5) < 0.15, `accuracy ${randomised}`)
})

test("a layer that hears itself is trained by fit, and beats the chance that it starts at", async () => {
  const neuron = srmAlpha({ surrogate: fastSigmoid(2) })
  const recurrent = network(data, [dense(24, neuron, { recurrent: true }), readout(neuron)])
  const trained = await fit(recurrent, data, {
    seed: 1,
    epochs: 40,
    optimiser: adam({ rate: 2e-2 }),
    threads: 1,
    quiet: true,
  })
  const reached = accuracy(trained, orderTask(200, 2))
  assert.ok(reached > 0.8, `accuracy ${reached}`)
})

test("fit refuses a probe on a population that it does not have", async () => {
  await assert.rejects(() => train({ hidden3: { kind: "reverse" } }), /probe: population "hidden3" is not known/)
})
