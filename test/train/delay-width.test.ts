import assert from "node:assert/strict"
import { test } from "node:test"
import {
  axonal,
  delaysOf,
  dendritic,
  dense,
  fastSigmoid,
  network,
  readout,
  roundDelays,
  srmAlpha,
  synaptic,
} from "../../src/network/index.js"
import { widthSteps } from "../../src/train/delay-width.js"
import { adam, fit, initialise, roundingCost, shrinkingWidth } from "../../src/train/index.js"
import { orderNetwork, orderTask } from "./toy.js"

const data = orderTask(32)
const neuron = srmAlpha({ surrogate: fastSigmoid(2) })
const nets = {
  axonal: network(data, [dense(16, neuron), readout(neuron)], {
    inputDelay: axonal({ max: 20, start: [0, 8], gradient: "gaussian" }),
  }),
  dendritic: network(data, [
    dense(16, neuron, dendritic({ max: 20, start: [0, 8], gradient: "gaussian" })),
    readout(neuron),
  ]),
  synaptic: network(data, [
    dense(16, neuron, synaptic({ max: 20, start: [0, 8], gradient: "gaussian" })),
    readout(neuron),
  ]),
}
const short = { seed: 1, epochs: 3, threads: 1, startRate: 0.15, optimiser: adam({ delayRate: 0.5 }) }

test("a width shrinks by one factor an epoch, and stays for the last quarter of them", () => {
  const width = shrinkingWidth({ from: 20, to: 2.5 })
  const at = Array.from({ length: 8 }, (_, epoch) => widthSteps(width, epoch, 8, 2)!)
  const factor = (2.5 / 20) ** (1 / 5)
  at.forEach((steps, epoch) => {
    const expected = (20 * factor ** Math.min(epoch, 5)) / 2
    assert.ok(Math.abs(steps - expected) < 1e-9, `epoch ${epoch}: ${steps}`)
  })
  assert.equal(widthSteps(shrinkingWidth({ from: 20, by: 1 }), 99, 100, 2), 0.5)
  assert.equal(widthSteps(undefined, 3, 8, 2), undefined)
})

for (const [kind, net] of Object.entries(nets)) {
  test(`Gaussian ${kind} delays are trained, stay within their bounds, and are sharp when they are tested`, async () => {
    const start = initialise(net, data, { seed: 1, rate: 0.15 })
    const trained = await fit(start, data, {
      ...short,
      delayWidth: shrinkingWidth({ from: 5 }),
      validation: orderTask(8, 2),
    })
    const [[before], [after]] = [Object.values(delaysOf(start)), Object.values(delaysOf(trained))]
    assert.ok(after.some((delay, i) => Math.abs(delay - before[i]) > 0.5))
    assert.ok(after.every((delay) => delay >= 0 && delay <= 20))
    const { asTrained, rounded, cost } = roundingCost(trained, data)
    assert.equal(cost, asTrained - rounded)
    assert.equal(roundingCost(roundDelays(trained), data, { width: 1e-3 }).cost, 0)
  })
}

test("fit asks for the width of Gaussian delays, and refuses one where there are none", () => {
  assert.throws(
    () => fit(nets.axonal, data, short),
    /input -> hidden1 has Gaussian delays; .*shrinkingWidth\(\{ from: 10 \}\)/,
  )
  const delayWidth = shrinkingWidth({ from: 5 })
  assert.throws(() => fit(orderNetwork(data), data, { ...short, delayWidth }), /there are none; leave it out/)
})

test("a width grows never, and is above 0", () => {
  assert.throws(() => shrinkingWidth({ from: 2, to: 3 }), /grows from 2 to 3/)
  assert.throws(() => shrinkingWidth({ from: 0 }), /from is 0/)
  assert.throws(() => shrinkingWidth({ from: 2, by: 2 }), /by is 2/)
})

test("rounding moves a delay to the nearest step within its bounds", () => {
  const net = { ...orderNetwork(data) }
  const delaySteps = Float32Array.of(0.2, 0.5, 3.7, 19.6, 20, 0, 0, 0, 0, 0, 0, 0)
  const parameters = [{ weights: new Float32Array(24 * 12), delaySteps }, { weights: new Float32Array(48) }]
  const rounded = roundDelays({ ...net, parameters }).parameters![0].delaySteps!
  assert.deepEqual([...rounded.subarray(0, 5)], [0, 1, 4, 20, 20])
})
