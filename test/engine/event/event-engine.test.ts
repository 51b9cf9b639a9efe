import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { eventEngine, type GradientResult } from "../../../src/engine/index.js"
import { axonal, cubaLif, leakyIntegrator, srmAlpha } from "../../../src/network/index.js"
import { small } from "../small-network.js"

const loss = { kind: "crossEntropy", scale: 0.3 } as const
const { net, data, samples } = small(srmAlpha(), { delay: axonal({ max: 10 }), sizes: [9, 20, 18, 3] })

const bits = ({ loss, gradients, outputCounts }: GradientResult) => ({ loss, gradients, outputCounts })

test("a gradient has the same bits on 1, 2 and 4 threads", async () => {
  const many = Array.from({ length: 40 }, (_, i) => samples[i % samples.length])
  const results: GradientResult[] = []
  for (const threads of [1, 2, 4]) {
    const engine = eventEngine(net, { threads })
    // again and again: a thread that starts late must not matter
    for (let k = 0; k < 20; k++) results.push(engine.gradients(net.parameters, data, many, loss))
    await engine.close()
  }
  for (const result of results) assert.deepEqual(bits(result), bits(results[0]))
})

test("a batch that needs more memory than the one before gives the same", async () => {
  const engine = eventEngine(net, { threads: 2 })
  const first = engine.gradients(net.parameters, data, samples, loss)
  engine.forward(
    net.parameters,
    data,
    Array.from({ length: 20_000 }, (_, i) => samples[i % samples.length]),
  )
  assert.deepEqual(bits(engine.gradients(net.parameters, data, samples, loss)), bits(first))
  await engine.close()
})

test("evaluate tells the loss that the gradient is of", () => {
  const engine = eventEngine(net, { threads: 1 })
  const gradient = engine.gradients(net.parameters, data, samples, loss)
  const evaluation = engine.evaluate(net.parameters, data, samples, loss)
  assert.ok(Math.abs(evaluation.loss - gradient.loss) < 1e-9)
  assert.equal(evaluation.correct, gradient.correct)
})

test("rates are spikes a neuron and step", () => {
  const engine = eventEngine(net, { threads: 1 })
  const { rates } = engine.forward(net.parameters, data, samples)
  const recorded = engine.record(net.parameters, data, samples)
  recorded.forEach((spikes, p) => {
    assert.ok(Math.abs(rates[p] - spikes.spikeCount / (samples.length * spikes.unitCount * net.steps)) < 1e-12)
  })
})

test("spikes that a delay pushes past the window are counted", () => {
  const bound = axonal({ max: net.steps + 1 })
  const wide = { ...net, connections: net.connections.map((c) => ({ ...c, ...(c.delay && { delay: bound }) })) }
  const late = net.parameters.map((p) => ({ ...p, delaySteps: p.delaySteps?.map(() => net.steps + 1) }))
  const { lostSpikes } = eventEngine({ ...wide, parameters: late }, { threads: 1 }).forward(late, data, samples)
  assert.equal(lostSpikes, data.spikeCount)
})

test("the engine refuses parameters that do not fit, before they reach its memory", () => {
  const engine = eventEngine(net, { threads: 1 })
  const before = engine.forward(net.parameters, data, samples)
  const refused = (change: (p: (typeof net.parameters)[number]) => object, message: RegExp) => {
    const parameters = net.parameters.map((p) => ({ ...p, ...change(p) }))
    assert.throws(() => engine.gradients(parameters, data, samples, { kind: "crossEntropy", scale: 1 }), message)
  }
  refused(({ weights }) => ({ weights: weights.map(() => Number.NaN) }), /weight 0 of input -> hidden1 is NaN/)
  refused(({ weights }) => ({ weights: weights.slice(1) }), /input -> hidden1 needs 180 weights and has 179/)
  refused(({ delaySteps }) => ({ delaySteps: delaySteps!.map(() => -1) }), /delay 0 of input -> hidden1 is -1 ms/)
  refused(({ delaySteps }) => ({ delaySteps: delaySteps!.map(() => 3e9) }), /outside its bounds 0 to 10 ms/)
  assert.deepEqual(engine.forward(net.parameters, data, samples), before)
})

test("the engine says how much memory a network would need that does not fit", () => {
  const populations = net.populations.map((p) => (p.name === "hidden1" ? { ...p, size: 3_000_000 } : p))
  const { parameters: _, ...graph } = net
  assert.throws(
    () => eventEngine({ ...graph, populations }, { threads: 1 }),
    /this network needs \d+\.\d GB on 1 threads, and WebAssembly has 4; take fewer neurons/,
  )
})

test("the engine refuses data of another shape", () => {
  const engine = eventEngine(net, { threads: 1 })
  assert.throws(() => engine.forward(net.parameters, data.with({ unitCount: 12 }), samples), /9 inputs and the data 12/)
  assert.throws(
    () => engine.forward(net.parameters, data.with({ steps: 99 }), samples),
    /simulates 25 steps and the data has 99/,
  )
  assert.throws(
    () => engine.forward(net.parameters, data.with({ dt: 2 }), samples),
    /network runs steps of 1 ms and the data has steps of 2 ms/,
  )
  assert.throws(() => engine.forward(net.parameters, data, [0, 99]), /sample 99 is none of the 5 of "spikes"/)
})

test("the kernels keep no data of their own in the memory that they share", () => {
  for (const name of ["kernels.wasm", "kernels-fused.wasm"]) {
    const wasm = readFileSync(new URL(`../../../src/engine/event/${name}`, import.meta.url))
    const sections: number[] = []
    for (let at = 8; at < wasm.length; ) {
      sections.push(wasm[at++])
      let size = 0
      for (let shift = 0, more = true; more; shift += 7) {
        const byte = wasm[at++]
        size |= (byte & 127) << shift
        more = byte > 127
      }
      at += size
    }
    assert.ok(sections.includes(10), "there is code")
    assert.ok(
      !sections.includes(11),
      `a data section of ${name} would be written over the engine's numbers by each thread that starts`,
    )
  }
})

test("the engine refuses a loss that counts spikes where the output has none, and one that it does not know", () => {
  const { net, data, samples } = small(cubaLif(), { output: leakyIntegrator() })
  const engine = eventEngine(net, { threads: 1 })
  assert.throws(
    () => engine.gradients(net.parameters, data, samples, { kind: "spikeRate", correct: 0.2, wrong: 0.02 }),
    /spikeRate counts spikes, and "output" is a leakyIntegrator/,
  )
  const unknown = { kind: "crossEntrophy", scale: 1 } as unknown as typeof loss
  assert.throws(() => engine.evaluate(net.parameters, data, samples, unknown), /did you mean "crossEntropy"/)
})

test("evaluate tells the loss of each step of a membrane, too", () => {
  const { net, data, samples } = small(cubaLif(), { output: leakyIntegrator({ read: "steps" }) })
  const engine = eventEngine(net, { threads: 1 })
  const gradient = engine.gradients(net.parameters, data, samples, loss)
  const evaluation = engine.evaluate(net.parameters, data, samples, loss)
  assert.equal(evaluation.loss, gradient.loss)
})
