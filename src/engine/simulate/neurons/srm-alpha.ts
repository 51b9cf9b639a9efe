import { alphaTaps, type SrmAlpha } from "../../../network/index.js"
import type { PlainNeuron } from "./plain-neuron.js"

const { E, exp, fround } = Math

/**
 * Equations in src/network/neurons/srm-alpha.ts. A neuron carries two sums of its filter, two of its refractory response, then its last
 * inputs (where its filter is made of taps) and its last spikes (where its refractory response is cut), the latest first.
 */
export function srmAlphaStep(neuron: SrmAlpha, dt: number, trained?: Float32Array): PlainNeuron {
  const { threshold, refractoryScale, cut, psp } = neuron
  const [tau, tauRefractory] = [(neuron.tau ?? dt) / dt, (neuron.tauRefractory ?? 2 * dt) / dt]
  const taps = psp ? trained! : cut ? alphaTaps(tau) : undefined
  const length = cut ? alphaTaps(tauRefractory).length : 0
  const [a, height, theta] = [exp(-1 / tau), E / tau, threshold].map(fround)
  const b = fround(exp(-1 / tauRefractory))
  const depth = fround((refractoryScale * threshold * E) / tauRefractory)
  let rest = 1
  for (let k = 0; k < length && rest > 1e-30; k++) rest = fround(rest * b)
  const restOfLate = fround(length * rest)
  const inputs = 4
  const spikes = inputs + (taps?.length ?? 0)

  const potential = (state: Float32Array, at: number, input: number): number => {
    if (!taps) {
      state[at + 1] = fround(a * fround(state[at + 1] + state[at]))
      state[at] = fround(fround(a * state[at]) + input)
      return fround(height * state[at + 1])
    }
    push(state, at + inputs, taps.length, input)
    let sum = 0
    for (let k = 0; k < taps.length; k++) sum = fround(sum + fround(taps[k] * state[at + inputs + k]))
    return sum
  }

  return {
    stateLength: spikes + length,
    step(state, at, input) {
      const current = potential(state, at, input)
      let q = fround(b * fround(state[at + 3] + state[at + 2]))
      let p = fround(b * state[at + 2])
      if (length > 0 && state[at + spikes + length - 1] > 0) {
        q = fround(q - restOfLate)
        p = fround(p - rest)
      }
      const membrane = fround(current - fround(depth * q))
      const spiked = membrane >= theta
      state[at + 2] = fround(p + (spiked ? 1 : 0))
      state[at + 3] = q
      if (length > 0) push(state, at + spikes, length, spiked ? 1 : 0)
      return { spiked, membrane, current }
    },
  }
}

/** Puts a value before the others; the last falls out. */
function push(values: Float32Array, at: number, length: number, value: number): void {
  values.copyWithin(at + 1, at, at + length - 1)
  values[at] = value
}
