import assert from "node:assert/strict"
import test from "node:test"
import { tensorflow } from "../../../src/engine/tfjs/index.js"
import { detach, spikeFunction } from "../../../src/engine/tfjs/spike.js"
import { srmAlpha, surrogate, surrogateKinds } from "../../../src/network/index.js"
import { derivative, integral } from "../formulas.js"

const potentials = Float32Array.from({ length: 41 }, (_, k) => -3 + k * 0.2)

for (const kind of surrogateKinds) {
  test(`a spike falls at the threshold and above; its gradient is the ${kind} surrogate`, async () => {
    const tf = await tensorflow()
    const neuron = srmAlpha({ threshold: 1, surrogate: surrogate(kind, { width: 0.7, scale: 1.3 }) })
    tf.tidy(() => {
      const spike = spikeFunction(tf, neuron.threshold, neuron.surrogate)
      const u = tf.tensor1d(potentials)
      assert.deepEqual(
        [...spike(u).dataSync()],
        [...potentials].map((v) => (v >= 1 ? 1 : 0)),
      )
      const slopes = tf
        .grad((x) => spike(x).sum())(u)
        .dataSync()
      for (const [k, v] of potentials.entries())
        assert.ok(Math.abs(slopes[k] - derivative(neuron, v)) < 1e-6, `at ${v}`)
    })
  })

  test(`the formula of ${kind} is the slope of its integral and has its scale as height`, () => {
    const neuron = srmAlpha({ surrogate: surrogate(kind, { width: 0.7, scale: 1.3 }) })
    assert.equal(derivative(neuron, 1), 1.3)
    for (const u of [-2, 0.05, 0.4, 0.9, 1.1, 1.6, 3]) {
      const slope = (integral(neuron, u + 1e-6) - integral(neuron, u - 1e-6)) / 2e-6
      assert.ok(Math.abs(slope - derivative(neuron, u)) < 1e-5, `at ${u}`)
    }
  })
}

test("detach keeps the values and stops the gradient", async () => {
  const tf = await tensorflow()
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2, 3])
    const slopes = tf.grad((v) => v.mul(detach(tf, v)).sum())(x)
    assert.deepEqual([...slopes.dataSync()], [1, 2, 3])
  })
})
