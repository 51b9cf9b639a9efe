import assert from "node:assert/strict"
import { test } from "node:test"
import { axonal, type Network, network, readout, srmAlpha } from "../../src/network/index.js"
import { random } from "../../src/random.js"
import { fromSamples, type SpikeDataset } from "../../src/spikes/index.js"
import {
  adam,
  crossEntropy,
  diagnose,
  type FitOptions,
  fit,
  sgd,
  spikeRate,
  TrainingDiverged,
} from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const data = orderTask()
const validation = orderTask(40, 5)
const options: FitOptions = {
  seed: 3,
  epochs: 6,
  loss: crossEntropy({ scale: 1 }),
  optimiser: adam({ rate: 1e-2 }),
  startRate: 0.15,
  batchSize: 16,
  threads: 1,
}

test("a training ends when the validation loss has not been better for `patience` epochs", async () => {
  const run = fit(orderNetwork(data), data, { ...options, epochs: 500, validation, patience: 4 })
  const trained = await run
  const losses = trained.history.map(({ validationLoss }) => validationLoss!)
  const best = losses.indexOf(Math.min(...losses)) + 1
  assert.ok(trained.history.length < 500)
  assert.equal(trained.history.length, best + 4)
  assert.equal(trained.keptEpoch, best)
  assert.equal(trained.ending, "patience")
  assert.equal(trained.stopped, false)
})

test("patience without validation samples is refused", () => {
  assert.throws(() => fit(orderNetwork(data), data, { ...options, patience: 4 }), /patience is 4 .* give validation/)
})

test("clipping shortens the whole gradient to the length that is asked for", async () => {
  const optimiser = sgd({ rate: 1, delayRate: 1 })
  const settings = { ...options, optimiser, clip: 1e-3, epochs: 1, batchSize: data.length }
  const { initial, parameters, history } = await fit(orderNetwork(data), data, settings)
  assert.equal(history[0].diagnostics.clipped, 1)
  let square = 0
  parameters!.forEach((fields, index) => {
    for (const [field, values] of Object.entries(fields) as [keyof typeof fields, Float32Array][]) {
      const before = initial![index][field]!
      for (let i = 0; i < values.length; i++) square += (values[i] - before[i]) ** 2
    }
  })
  // one update of plain descent with rate 1 moves the parameters by the gradient
  assert.ok(Math.abs(Math.sqrt(square) - 1e-3) < 1e-5, `${Math.sqrt(square)}`)
})

test("a gradient shorter than the clipping length passes as it is", async () => {
  const plain = await fit(orderNetwork(data), data, { ...options, epochs: 2 })
  const clipped = await fit(orderNetwork(data), data, { ...options, epochs: 2, clip: 1e9 })
  assert.deepEqual(plain.parameters, clipped.parameters)
})

test("a diverging training ends with an error that has the last good parameters and a checkpoint", async () => {
  const wild = { ...options, optimiser: sgd({ rate: 1e30 }), epochs: 50, batchSize: data.length }
  const net = orderNetwork(data)
  const run = fit(net, data, wild)
  const error: unknown = await run.catch((reason: unknown) => reason)
  assert.ok(error instanceof TrainingDiverged)
  assert.match(String(run), /^training failed: training diverged in epoch \d+/)
  assert.match(error.message, /training diverged in epoch \d+: .*rate 1e\+30.*Lower the rate/)
  // what the last update left gives no finite gradient any more: the parameters before it are kept
  assert.equal(error.network.keptEpoch, error.epoch - 2)
  assert.equal(error.network.history.length, error.epoch - 2)
  for (const { weights } of error.network.parameters!) assert.ok(weights.every(Number.isFinite))
  const calm = await fit(net, data, { resume: error.checkpoint, optimiser: adam({ rate: 1e-3 }), epochs: error.epoch })
  assert.equal(calm.history.length, error.epoch)
  assert.equal(await run.checkpoint(), error.checkpoint)
})

test("a loss far above where it began is a divergence too, as far as `divergence` says", async () => {
  // the outputs are driven hard after one update: the loss is large, and finite
  const once = { epochs: 6, batchSize: data.length }
  const wild = { ...options, ...once, loss: spikeRate(), startRate: 0.03, optimiser: adam({ rate: 10 }) }
  await assert.rejects(
    async () => await fit(orderNetwork(data), data, { ...wild, divergence: 2 }),
    /training diverged in epoch \d: the loss is .*, more than 2 times/,
  )
  const { history } = await fit(orderNetwork(data), data, { ...wild, divergence: Number.POSITIVE_INFINITY })
  assert.equal(history.length, 6)
})

test("each epoch says how its layers, gradients and delays are", async () => {
  const { history } = await fit(orderNetwork(data), data, { ...options, epochs: 2 })
  const { silent, bursting, delays, gradients, clipped } = history[1].diagnostics
  assert.equal(silent.length, 3)
  assert.equal(silent[0], 0)
  assert.ok(bursting.every((share) => share >= 0 && share <= 1))
  assert.deepEqual(
    gradients.map(({ connection }) => connection),
    ["input->hidden1", "hidden1->output"],
  )
  for (const { weights, gains } of gradients) assert.ok(weights > 0 && gains! > 0)
  assert.ok(gradients[0].delaySteps! > 0)
  assert.equal(gradients[1].delaySteps, undefined)
  assert.equal(delays.length, 1)
  assert.equal(delays[0].connection, "input->hidden1")
  assert.equal(clipped, 0)
})

test("factors on rates freeze a connection, and leave the others", async () => {
  const optimiser = adam({ rate: 1e-2, factors: { "input->hidden1": 0 } })
  const { initial, parameters } = await fit(orderNetwork(data), data, { ...options, epochs: 2, optimiser })
  assert.deepEqual(parameters![0], initial![0])
  assert.notDeepEqual(parameters![1], initial![1])
  const unknown = adam({ factors: { "input->hiden1": 0 } })
  assert.throws(
    () => fit(orderNetwork(data), data, { ...options, optimiser: unknown }),
    /did you mean "input->hidden1"/,
  )
})

/** An order network whose input is scaled away, so that nothing spikes. */
function silenced(net: Network): Network {
  const parameters = net.parameters!.map((p) => ({ ...p, gains: p.gains!.map((gain) => gain * 1e-3) }))
  return { ...net, parameters }
}

test("diagnose finds nothing odd in a network that learns", async () => {
  const trained = await fit(orderNetwork(data), data, { ...options, seed: 1, epochs: 60, validation })
  const { layers, connections, advice } = diagnose(trained, validation)
  assert.deepEqual(
    layers.map(({ layer }) => layer),
    ["input", "hidden1", "output"],
  )
  assert.ok(connections.every(({ gradient }) => gradient > 0))
  assert.ok(!advice.some((line) => /silent|No connection|does not learn|Overfitted/.test(line)), advice.join("\n"))
})

test("diagnose says that the output is silent, and what to do", async () => {
  const trained = await fit(orderNetwork(data), data, { ...options, epochs: 1 })
  const { advice } = diagnose(silenced(trained), data)
  assert.ok(
    advice.some((line) => line.startsWith("The output is silent") && line.includes("Widen")),
    advice.join("\n"),
  )
})

/** Random spikes with random labels: there is nothing to learn but the samples themselves. */
function noise(count: number, seed: number): SpikeDataset {
  const dice = random(seed)
  const samples = Array.from({ length: count }, () => ({
    times: Array.from({ length: 40 }, () => dice.integer(40)),
    units: Array.from({ length: 40 }, () => dice.integer(12)),
  }))
  const labels = Uint16Array.from({ length: count }, () => dice.integer(2))
  return fromSamples(samples, { labels, classNames: ["a", "b"], unitCount: 12, steps: 40, dt: 1 })
}

test("diagnose sees a network that knows its training samples by heart", async () => {
  const [train, held] = [noise(24, 1), noise(60, 2)]
  const settings = { ...options, seed: 1, epochs: 100, keep: "last" as const, validation: held }
  const trained = await fit(orderNetwork(train), train, settings)
  const { advice } = diagnose(trained, held)
  assert.ok(
    advice.some((line) => line.startsWith("Overfitted (training")),
    `${trained.history.at(-1)?.accuracy}: ${advice.join("\n")}`,
  )
})

test("diagnose sees delays at their bound, and shows itself as tables", async () => {
  const net = network(data, [readout(srmAlpha())], { inputDelay: axonal({ max: 10, start: [9.5, 10] }) })
  const trained = await fit(net, data, { ...options, optimiser: adam({ delayRate: 0 }), epochs: 1 })
  const diagnosis = diagnose(trained, data)
  assert.ok(
    diagnosis.advice.some((line) => line.includes("100 % of the delays of input->output lie at their upper bound")),
  )
  assert.match(String(diagnosis), /layer +neurons +rate/)
})

test("diagnose looks at a run while it trains", async () => {
  const run = fit(orderNetwork(data), data, { ...options, epochs: 100_000 })
  for await (const { epoch } of run) if (epoch === 2) break
  const { layers } = diagnose(run, data)
  assert.ok(layers.every(({ rate }) => rate > 0))
  await run.stop()
})

test("diagnose needs samples and parameters", async () => {
  assert.throws(() => diagnose(orderNetwork(data), data), /has no parameters yet/)
  const trained = await fit(orderNetwork(data), data, { ...options, epochs: 1 })
  assert.throws(() => diagnose(trained, data.take(0)), /there are no samples/)
})
