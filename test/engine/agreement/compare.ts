import assert from "node:assert/strict"
import type { Engine, Loss, Pass } from "../../../src/engine/engine.js"
import { sendsSpikes, tensorKinds } from "../../../src/network/index.js"
import { reference } from "../reference.js"
import type { Small } from "../small-network.js"

/**
 * Asserts that an engine gives the reference's spikes (by count), loss and gradients.
 *
 * @returns the largest relative error of a gradient tensor: largest difference over largest value
 */
export function compareWithReference(
  engine: Engine,
  { net, data, samples }: Small,
  loss: Loss,
  pass: Pass = {},
): number {
  const expected = reference(net, net.parameters, data, samples, loss, pass)
  const got = engine.gradients(net.parameters, data, samples, loss, pass)
  const counts = expected.counts.flat()
  if (sendsSpikes(net.populations[net.populations.length - 1].neuron!)) {
    assert.deepEqual([...got.outputCounts], counts, "output spikes")
  } // what trickles through the tail of a Gaussian is no reading
  else assert.ok(relativeError(got.outputCounts, counts, 1e-2) < 1e-5, "readings")
  const total = (p: number) =>
    expected.traces.reduce((sum, { spikes }) => sum + spikes[p].flat().filter(Boolean).length, 0)
  net.populations.forEach(({ size, name, neuron }, p) => {
    const spikes = neuron && !sendsSpikes(neuron) ? 0 : total(p)
    assert.equal(Math.round(got.rates[p] * samples.length * net.steps * size), spikes, `spikes of ${name}`)
  })
  assert.ok(Math.abs(got.lostSpikes - expected.lostSpikes) < 1e-9, "lost spikes")
  assert.ok(Math.abs(got.loss - expected.loss) < 1e-5, `loss ${got.loss}, expected ${expected.loss}`)
  return compareGradients(got.gradients, expected.gradients, (key) => largestOf(expected.gradients, key))
}

type Gradients = readonly { readonly [key in (typeof tensorKinds)[number]]?: ArrayLike<number> }[]

/**
 * Asserts that two passes gave the same gradients.
 *
 * @param least what errors of a tensor are measured by at least
 * @param place what is compared, as a message begins
 * @returns the largest relative error of a tensor: largest difference over largest value
 */
export function compareGradients(
  got: Gradients,
  expected: Gradients,
  least: (key: string) => number = () => 0,
  place = "gradients",
): number {
  assert.equal(got.length, expected.length, place)
  let worst = 0
  for (const [c, gradient] of expected.entries()) {
    for (const key of tensorKinds) {
      assert.equal(got[c][key]?.length, gradient[key]?.length, `${place}: length of ${key} ${c}`)
      const wanted = gradient[key]
      if (!wanted) continue
      const error = relativeError(got[c][key]!, wanted, least(key))
      assert.ok(error < 1e-4, `${place}: ${key} of connection ${c}: relative error ${error}`)
      worst = Math.max(worst, error)
    }
  }
  return worst
}

/**
 * What errors of a tensor are measured by, where not by its own largest value: a constant that neurons share has a gradient of one number, a
 * sum that may cancel. It is judged beside those of the whole network.
 */
export function largestOf(gradients: readonly { readonly constants?: ArrayLike<number> }[], key: string): number {
  if (key !== "constants") return 0
  return Math.max(...gradients.flatMap(({ constants }) => Array.from(constants ?? [], Math.abs)))
}

/** Largest difference over the largest expected value, or over `least` where that is larger. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>, least = 0): number {
  const largest = Math.max(least, ...Array.from(expected, Math.abs))
  const difference = Math.max(...Array.from(expected, (value, k) => Math.abs(got[k] - value)))
  return difference === 0 ? 0 : difference / largest
}
